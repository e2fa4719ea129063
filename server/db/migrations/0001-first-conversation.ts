/** Times are milliseconds since 1970. Ids are UUIDs as text. */
export const firstConversation = `
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('cursor', 0);

CREATE TABLE user (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  -- Folded for prefix search.
  display_name_key TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  is_admin INTEGER NOT NULL,
  disabled_at INTEGER,
  last_seen_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX user_display_name ON user (display_name_key);

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id),
  device_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (user_id) WHERE ended_at IS NULL;

-- The tokens themselves are never stored: a hash to know them by.
CREATE TABLE refresh_token (
  hash BLOB PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES session (id),
  created_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_token_session ON refresh_token (session_id);

CREATE TABLE invite (
  code TEXT PRIMARY KEY,
  created_by TEXT NOT NULL REFERENCES user (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  max_uses INTEGER,
  uses INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- One row a pair, the smaller id first.
CREATE TABLE friendship (
  first_user_id TEXT NOT NULL REFERENCES user (id),
  second_user_id TEXT NOT NULL REFERENCES user (id),
  since INTEGER NOT NULL,
  PRIMARY KEY (first_user_id, second_user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX friendship_second ON friendship (second_user_id);

CREATE TABLE friend_request (
  id TEXT PRIMARY KEY,
  from_user_id TEXT NOT NULL REFERENCES user (id),
  to_user_id TEXT NOT NULL REFERENCES user (id),
  created_at INTEGER NOT NULL,
  UNIQUE (from_user_id, to_user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX friend_request_to ON friend_request (to_user_id);

CREATE TABLE block (
  blocker_id TEXT NOT NULL REFERENCES user (id),
  blocked_id TEXT NOT NULL REFERENCES user (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (blocker_id, blocked_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX block_blocked ON block (blocked_id);

CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL CHECK (type IN ('direct', 'group')),
  name TEXT,
  -- Both members' ids, for direct conversations: there is one a pair.
  direct_key TEXT UNIQUE,
  seq INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  last_message_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  user_id TEXT NOT NULL REFERENCES user (id),
  role TEXT NOT NULL CHECK (role IN ('member', 'admin')),
  joined_at INTEGER NOT NULL,
  -- The log's place at that moment: what happened before was not sent to them.
  joined_place INTEGER NOT NULL DEFAULT 0,
  -- Every message up to here is read or one's own; later ones are in read_mark.
  read_seq INTEGER NOT NULL DEFAULT 0,
  delivered_seq INTEGER NOT NULL DEFAULT 0,
  is_archived INTEGER NOT NULL DEFAULT 0,
  muted_until INTEGER,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_user ON participant (user_id, conversation_id);

-- Keys of texts with a timer, overwritten in place at their time. Rows are only ever added at the
-- end and never removed or resized: SQLite moves none of them, so that there is one copy of each.
CREATE TABLE text_key (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE TABLE message (
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  sender_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  client_message_id TEXT,
  -- Empty where the text is sealed or destroyed.
  content TEXT NOT NULL,
  sealed_content BLOB,
  text_key_id INTEGER REFERENCES text_key (id),
  message_type TEXT NOT NULL,
  reply_to_message_id TEXT,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  self_destruct_at INTEGER,
  is_destroyed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX message_id ON message (id);
CREATE UNIQUE INDEX message_client_id ON message (sender_id, client_message_id)
  WHERE client_message_id IS NOT NULL;
CREATE INDEX message_self_destruct ON message (self_destruct_at)
  WHERE self_destruct_at IS NOT NULL AND is_destroyed = 0;

-- Who read which messages when, as ranges of seq that never overlap.
CREATE TABLE read_mark (
  conversation_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id, first_seq)
) STRICT, WITHOUT ROWID;

-- Everything up to last_seq that had not reached the person before reached them at delivered_at.
CREATE TABLE delivery_mark (
  conversation_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  last_seq INTEGER NOT NULL,
  delivered_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id, last_seq)
) STRICT, WITHOUT ROWID;

-- The log that sync replays; a scope is a conversation or a person.
CREATE TABLE event (
  scope_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  type TEXT NOT NULL,
  message_id TEXT,
  data TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (scope_id, place)
) STRICT, WITHOUT ROWID;
`;
