import { describeContent, withDatabase } from './database-content.ts';
import { migrate } from './migrate.ts';
import { openForWriting } from './open-database.ts';

export interface SnapshotOptions {
  /** The database, which others may be writing to. */
  file: string;
  key: Uint8Array;
  /** Where its copy is to be made, under the same key. */
  copy: string;
}

/** What the copy holds. */
export interface Snapshot {
  /** As `describeContent` says it. */
  content: string;
  accounts: number;
  messages: number;
  /** Null before a server has ever run on it. */
  identityKey: Uint8Array | null;
  /** Names of sealed files that are whole, thumbnails among them. */
  files: string[];
  /** Files that are still coming, and how many plain bytes of them are acknowledged. */
  uploads: { id: string; byte_offset: number }[];
}

/** Copies the database as of one moment; who writes meanwhile waits for nothing. */
export function takeSnapshot({ file, key, copy }: SnapshotOptions): Snapshot {
  withDatabase(openForWriting({ file, key }), (database) => {
    database.prepare('VACUUM INTO ?').run(copy);
  });
  return withDatabase(openForWriting({ file: copy, key }), (database) => {
    // An older version may have written it last.
    migrate(database);
    const value = (sql: string) => database.prepare(sql).pluck().get();
    const identityKey = value("SELECT value FROM meta WHERE name = 'identity_key'");
    return {
      content: describeContent(database),
      accounts: Number(value('SELECT count(*) FROM user')),
      messages: Number(value('SELECT total(seq - first_seq + 1) FROM conversation')),
      identityKey: identityKey instanceof Uint8Array ? identityKey : null,
      files: database
        .prepare<[], { id: string; thumbnail: number }>(
          'SELECT id, thumbnail_byte_count IS NOT NULL AS thumbnail FROM blob ORDER BY id',
        )
        .all()
        .flatMap(({ id, thumbnail }) => (thumbnail === 1 ? [id, `${id}.thumbnail`] : [id])),
      uploads: database
        .prepare<[], { id: string; byte_offset: number }>(
          'SELECT id, byte_offset FROM upload ORDER BY id',
        )
        .all(),
    };
  });
}
