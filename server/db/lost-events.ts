import type Sqlite from 'better-sqlite3';

/** More than a server logs between two backups. */
const placesLostMax = 2_000_000;

/**
 * After the backup was made, the server went on: clients may have seen events that the backup does
 * not hold, at places that would be given out again. So the log goes on far behind them, and who
 * comes with a place in between has seen what is lost, and loads everything again. Sessions went on,
 * too: their newest tokens are ones that the backup does not know.
 */
export function beginAfterLostEvents(database: Sqlite.Database): void {
  // The first migration enters it.
  const cursor = database.prepare("SELECT value FROM meta WHERE name = 'cursor'").pluck();
  const last = cursor.get() as number;
  const next = last + placesLostMax;
  database.transaction(() => {
    database.prepare('INSERT INTO lost_places (after, before) VALUES (?, ?)').run(last, next);
    database.prepare("UPDATE meta SET value = ? WHERE name = 'cursor'").run(next);
    database.prepare('UPDATE session SET is_restored = 1 WHERE ended_at IS NULL').run();
  })();
}
