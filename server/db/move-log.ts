import type Database from 'better-sqlite3';

interface LogState {
  /** That the log has; none where another connection is at it. */
  frames: number;
  /** Of these, how many are not in the file yet. */
  behind: number;
  /** All of the log is in the file. */
  isWhole: boolean;
}

type Mode = 'NOOP' | 'PASSIVE' | 'TRUNCATE';

/**
 * Moves the write-ahead log into the file, as far as readers let it.
 * @param mode NOOP only looks; TRUNCATE also empties the log, and waits for others as long as `busy_timeout` says
 * @throws SqliteError for a full disk or a damaged page
 */
export function moveLog(database: Database.Database, mode: Mode): LogState {
  // Both are -1 where SQLite could not even look.
  const [{ busy, log, checkpointed }] = database.pragma(`wal_checkpoint(${mode})`) as [
    { busy: number; log: number; checkpointed: number },
  ];
  const behind = Math.max(log - checkpointed, 0);
  return { frames: Math.max(log, 0), behind, isWhole: busy === 0 && log === checkpointed };
}
