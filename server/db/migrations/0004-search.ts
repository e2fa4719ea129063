/**
 * A full-text index over messages without a timer. It stores terms and no texts; `search_terms`
 * makes a message's terms (server/search/index-terms.ts) and is there on every connection. New
 * messages are entered behind their sending, in the order of their ids.
 */
export const search = `
CREATE VIRTUAL TABLE message_index USING fts5 (terms, content = '', tokenize = 'ascii');
-- What is taken out leaves its pages at once, not when they are merged one day.
INSERT INTO message_index (message_index, rank) VALUES ('secure-delete', 1);

-- The messages in the index; the index knows them by number, in the order of their ids.
CREATE TABLE search_document (
  id INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  has_file INTEGER NOT NULL
) STRICT;

-- One row, made by the server at its start.
CREATE TABLE search_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- How the terms in the index were made.
  terms_version TEXT NOT NULL,
  -- The last message that was entered or passed over.
  place TEXT NOT NULL
) STRICT;

-- Of messages with a timer, the living: they are never indexed, and looked through instead.
CREATE INDEX message_living_timer ON message (id)
  WHERE self_destruct_at IS NOT NULL AND is_destroyed = 0;

-- To take terms out, the index must be told what they were: only this very moment knows.
CREATE TRIGGER message_text_changed AFTER UPDATE OF content ON message
WHEN new.content <> old.content
  AND EXISTS (SELECT 1 FROM search_document WHERE message_id = new.id)
BEGIN
  INSERT INTO message_index (message_index, rowid, terms)
    SELECT 'delete', id,
      search_terms(old.content, new.conversation_id, new.sender_id, has_file)
    FROM search_document WHERE message_id = new.id;
  DELETE FROM search_document
    WHERE message_id = new.id AND new.content = '' AND has_file = 0;
  INSERT INTO message_index (rowid, terms)
    SELECT id, search_terms(new.content, new.conversation_id, new.sender_id, has_file)
    FROM search_document WHERE message_id = new.id;
END;

-- A tombstone keeps no file either.
CREATE TRIGGER message_deleted AFTER UPDATE OF deleted_at ON message
WHEN new.deleted_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM search_document WHERE message_id = new.id)
BEGIN
  INSERT INTO message_index (message_index, rowid, terms)
    SELECT 'delete', id,
      search_terms(new.content, new.conversation_id, new.sender_id, has_file)
    FROM search_document WHERE message_id = new.id;
  DELETE FROM search_document WHERE message_id = new.id;
END;
`;
