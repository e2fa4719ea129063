/** What a restored server has forgotten. */
export const restored = `
-- Places in the event log between the end of a backup and where the server that was restored from it
-- went on: events that clients may have seen there are lost.
CREATE TABLE lost_places (
  after INTEGER NOT NULL PRIMARY KEY,
  before INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Not heard of since the restoration: its refresh token may be newer than the backup.
ALTER TABLE session ADD COLUMN is_restored INTEGER NOT NULL DEFAULT 0;
`;
