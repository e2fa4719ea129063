/** How programs elsewhere speak as a bot, and how they are told what happens in its conversations. */
export const webhooks = `
CREATE TABLE incoming_webhook (
  id TEXT PRIMARY KEY,
  bot_id TEXT NOT NULL REFERENCES bot (user_id),
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  name TEXT NOT NULL,
  -- The secret of its address is never stored.
  secret_hash BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incoming_webhook_bot ON incoming_webhook (bot_id);

CREATE TABLE outgoing_webhook (
  id TEXT PRIMARY KEY,
  bot_id TEXT NOT NULL REFERENCES bot (user_id),
  url TEXT NOT NULL,
  -- Signs what is sent, and so has to be known.
  secret BLOB NOT NULL,
  -- A JSON list of types.
  events TEXT NOT NULL,
  -- All events up to this place of the log are dealt with.
  place INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  failing_since INTEGER,
  problem TEXT,
  disabled_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_webhook_bot ON outgoing_webhook (bot_id);
`;
