import type Database from 'better-sqlite3';
import { StartupError } from '../startup-error.ts';
import { keepCopy } from './upgrade-copy.ts';
import { migrations } from './migrations/index.ts';

/** Brings a server's database to the newest schema; what it was before stays beside it for a while. */
export function upgrade(database: Database.Database, file: string): void {
  const version = schemaVersion(database);
  if (version > 0 && version < migrations.length) keepCopy(database, file);
  migrate(database);
}

/** Brings a database to the newest schema, one migration a transaction. */
export function migrate(database: Database.Database): void {
  const version = schemaVersion(database);
  migrations.slice(version).forEach((sql, index) => {
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version=${String(version + index + 1)}`);
    })();
  });
}

/** @throws StartupError for a database that a newer version has written. */
export function requireKnownSchema(database: Database.Database): void {
  const version = schemaVersion(database);
  if (version <= migrations.length) return;
  throw new StartupError(
    `The database was written by a newer version of Future Talk (schema ${String(version)}, this version knows ${String(migrations.length)}); update Future Talk to open it`,
  );
}

function schemaVersion(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}
