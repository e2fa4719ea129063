/** Files: sealed on disk, described here. */
export const attachments = `
-- Keys of files and of what is said about them, overwritten in place when they are erased. As in
-- text_key, rows are only ever added at the end and never removed or resized.
CREATE TABLE file_key (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

-- A sealed file on disk; attachments that were forwarded share one.
CREATE TABLE blob (
  id TEXT NOT NULL PRIMARY KEY,
  key_id INTEGER NOT NULL REFERENCES file_key (id),
  byte_count INTEGER NOT NULL,
  thumbnail_byte_count INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
  id TEXT NOT NULL PRIMARY KEY,
  uploader_id TEXT NOT NULL REFERENCES user (id),
  blob_id TEXT NOT NULL REFERENCES blob (id),
  byte_count INTEGER NOT NULL,
  key_id INTEGER NOT NULL REFERENCES file_key (id),
  -- Its name and all that its bytes told, sealed.
  details BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  -- Null until a message carries it.
  message_id TEXT,
  position INTEGER,
  -- It is somebody's picture or a group's: kept although no message carries it.
  is_avatar INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_message ON attachment (message_id, position) WHERE message_id IS NOT NULL;
CREATE INDEX attachment_blob ON attachment (blob_id);
CREATE INDEX attachment_uploader ON attachment (uploader_id, byte_count);
CREATE INDEX attachment_unsent ON attachment (created_at)
  WHERE message_id IS NULL AND is_avatar = 0;

-- Files that are not whole yet.
CREATE TABLE upload (
  id TEXT NOT NULL PRIMARY KEY,
  uploader_id TEXT NOT NULL REFERENCES user (id),
  key_id INTEGER NOT NULL REFERENCES file_key (id),
  byte_count INTEGER NOT NULL,
  -- Everything before it is on disk, but for the last chunk if it is not full: that is the tail.
  byte_offset INTEGER NOT NULL,
  tail BLOB NOT NULL,
  -- What the uploader says of the file, sealed.
  details BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_uploader ON upload (uploader_id);
CREATE INDEX upload_expiry ON upload (expires_at);

-- Files whose keys are gone and that are still to be removed from the disk.
CREATE TABLE erased_blob (id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
`;
