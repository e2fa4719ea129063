/** Backups that the server makes by itself. */
export const backups = `
CREATE TABLE backup_plan (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Null for the one in the data folder.
  folder TEXT,
  -- Null where none are made by themselves.
  every_hours INTEGER,
  keep INTEGER NOT NULL,
  -- What argon2id made of the passphrase that opens them; null without one.
  passphrase_salt BLOB,
  passphrase_key BLOB,
  -- From when on the next one is counted.
  planned_at INTEGER NOT NULL,
  last_at INTEGER,
  last_file TEXT,
  last_bytes INTEGER,
  -- Of the newest attempt, where it failed.
  failed_at INTEGER,
  problem TEXT
) STRICT;
INSERT INTO backup_plan (id, keep, planned_at) VALUES (1, 7, 0);
`;
