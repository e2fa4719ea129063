/** Messages that were deleted, and reactions. */
export const messageActions = `
-- When somebody deleted it; what it said is erased then.
ALTER TABLE message ADD COLUMN deleted_at INTEGER;

CREATE TABLE reaction (
  conversation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id),
  emoji TEXT NOT NULL,
  -- The log's place when it came: the order in which they are shown.
  place INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, seq, user_id, emoji),
  FOREIGN KEY (conversation_id, seq) REFERENCES message (conversation_id, seq)
) STRICT, WITHOUT ROWID;

-- Who reacted with what goes with the message, from the log too.
CREATE INDEX event_reaction ON event (message_id)
  WHERE type IN ('reaction_added', 'reaction_removed');
`;
