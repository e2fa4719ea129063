/** What happened to groups, and what people have begun to write. */
export const notesAndDrafts = `
CREATE TABLE conversation_note (
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  -- 1, 2, 3… in its conversation.
  number INTEGER NOT NULL,
  -- The newest message's number when it happened.
  after_seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- Null where the server did it.
  actor_id TEXT REFERENCES user (id),
  name TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_note_place ON conversation_note (conversation_id, after_seq, number);

-- Whom a note is about, in the order in which they were named.
CREATE TABLE conversation_note_subject (
  conversation_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id),
  PRIMARY KEY (conversation_id, number, position)
) STRICT, WITHOUT ROWID;

-- The row stays when the draft is gone, for its key's sake: it is written over, never added to.
CREATE TABLE draft (
  user_id TEXT NOT NULL REFERENCES user (id),
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  text_key_id INTEGER NOT NULL REFERENCES text_key (id),
  -- Null where there is no draft.
  sealed_content BLOB,
  reply_to_message_id TEXT,
  self_destruct_timer INTEGER,
  updated_at INTEGER NOT NULL,
  -- Of the event that told of it; an older one would tell nothing more.
  event_place INTEGER NOT NULL,
  PRIMARY KEY (user_id, conversation_id)
) STRICT, WITHOUT ROWID;
`;
