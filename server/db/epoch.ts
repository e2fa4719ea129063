import type Sqlite from 'better-sqlite3';

/** Of a server that has never moved and never been restored. */
export const firstEpoch = 1;

/**
 * What comes after an epoch: the seconds since 1970, so that of two restored from one backup the later
 * is the higher, and never less than one more.
 */
export function nextEpoch(before: number): number {
  return Math.max(before + 1, Math.floor(Date.now() / 1_000));
}

/** Puts a database that is to serve somewhere else above all that have served; answers its epoch. */
export function beginNextEpoch(database: Sqlite.Database): number {
  const stored = database.prepare("SELECT value FROM meta WHERE name = 'epoch'").pluck().get();
  const next = nextEpoch(typeof stored === 'number' ? stored : firstEpoch);
  database
    .prepare(
      `INSERT INTO meta (name, value) VALUES ('epoch', ?)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    )
    .run(next);
  return next;
}
