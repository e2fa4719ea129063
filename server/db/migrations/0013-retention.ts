/** How long messages are kept. */
export const retention = `
CREATE TABLE retention (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Of conversations without a rule of their own; null is for ever.
  keep_days INTEGER,
  -- The time by which ages are counted (server/messages/retention/believed-time.ts); null before the first look.
  believed_at INTEGER
) STRICT;
INSERT INTO retention (id) VALUES (1);

CREATE TABLE conversation_retention (
  conversation_id TEXT NOT NULL PRIMARY KEY REFERENCES conversation (id),
  keep_days INTEGER
) STRICT, WITHOUT ROWID;

-- What its members have been told of the rule that holds.
ALTER TABLE conversation ADD COLUMN keep_days INTEGER;
-- The messages before it are gone, and their rows with them.
ALTER TABLE conversation ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1;
`;
