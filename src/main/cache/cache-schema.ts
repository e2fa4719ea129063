/** Kept in the file as `user_version`. One that is newer than this program is thrown away. */
export const cacheVersion = 2;

/**
 * Texts are sealed, each under a key of its own (see SealedValues). Rows of text_key are added at the
 * end and then only overwritten in place, so that SQLite never leaves a second copy of a key behind.
 */
export const cacheSchema = `
CREATE TABLE text_key (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;
-- Rows of text_key that may be used again.
CREATE TABLE free_key (id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE outgoing (
  position INTEGER PRIMARY KEY,
  client_message_id TEXT NOT NULL UNIQUE,
  key_id INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE message (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  -- Milliseconds since 1970; self_destruct_at is null once the text is gone.
  created_at INTEGER NOT NULL,
  self_destruct_at INTEGER,
  key_id INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX message_place ON message (conversation_id, seq);
CREATE INDEX message_age ON message (created_at);
CREATE INDEX message_end ON message (self_destruct_at) WHERE self_destruct_at IS NOT NULL;

CREATE TABLE draft (
  conversation_id TEXT PRIMARY KEY,
  -- The server has not been told of it yet.
  is_unsaved INTEGER NOT NULL,
  key_id INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

-- The last message of a conversation stands in the table message only.
CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  is_archived INTEGER NOT NULL,
  content TEXT NOT NULL
) STRICT;

-- Of people and groups, in the order in which they were stored.
CREATE TABLE picture (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL
) STRICT;

-- Small values by name: lists as the server answered them, and the place in its event log.
CREATE TABLE value (
  name TEXT PRIMARY KEY,
  content TEXT NOT NULL
) STRICT;
`;
