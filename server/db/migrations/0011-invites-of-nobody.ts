/** Invites that are made at the computer itself have no account behind them. */
export const invitesOfNobody = `
CREATE TABLE new_invite (
  code TEXT PRIMARY KEY,
  -- Null where it was made on the command line.
  created_by TEXT REFERENCES user (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  max_uses INTEGER,
  uses INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO new_invite SELECT code, created_by, created_at, expires_at, max_uses, uses FROM invite;
DROP TABLE invite;
ALTER TABLE new_invite RENAME TO invite;
`;
