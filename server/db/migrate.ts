import type Database from 'better-sqlite3';
import { StartupError } from '../startup-error.ts';
import { changeCopied, keepCopy } from './upgrade-copy.ts';
import { migrations } from './migrations/index.ts';

/** From which schema to which. */
export interface Upgrade {
  from: number;
  to: number;
}

/**
 * Brings a server's database to the newest schema; what it was before stays beside it for a while.
 * @param onUpgrade told before anything is done, where there is anything
 */
export function upgrade(
  database: Database.Database,
  file: string,
  onUpgrade: (upgrade: Upgrade) => void = () => undefined,
): void {
  const from = schemaVersion(database);
  const to = migrations.length;
  if (from > 0 && from < to) {
    onUpgrade({ from, to });
    keepCopy(database, file);
    changeCopied(database, file, () => {
      migrate(database);
    });
  } else {
    migrate(database);
  }
}

/**
 * Brings a database to the newest schema, in one transaction: whoever is stopped on the way has the schema that
 * was there, which the version before this one opens, and of which a copy is kept.
 */
export function migrate(database: Database.Database): void {
  const version = schemaVersion(database);
  if (version >= migrations.length) return;
  database.transaction(() => {
    for (const sql of migrations.slice(version)) database.exec(sql);
    database.pragma(`user_version=${String(migrations.length)}`);
  })();
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
