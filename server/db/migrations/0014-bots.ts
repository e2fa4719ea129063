/** A bot is an account without a password, and one session that a token of its own is good for. */
export const bots = `
CREATE TABLE bot (
  user_id TEXT PRIMARY KEY REFERENCES user (id),
  -- The session that the present token belongs to; over once the token is revoked.
  session_id TEXT NOT NULL REFERENCES session (id),
  -- The token itself is never stored.
  token_hash BLOB NOT NULL UNIQUE,
  -- A JSON list.
  scopes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
