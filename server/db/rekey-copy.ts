import { closeSync, copyFileSync, fsyncSync, openSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { StartupError } from '../startup-error.ts';
import { describeContent, proveContent, withDatabase } from './database-content.ts';
import { openDatabase, openForWriting } from './open-database.ts';

interface RekeyOptions {
  /** The database under its old key; nothing but its log is folded into it. */
  file: string;
  /** Where the copy under the new key is made. */
  copy: string;
  oldKey: Uint8Array;
  newKey: Uint8Array;
}

/**
 * Copies a database that nobody else uses to one under a new key, and proves the copy: it opens
 * with the new key, passes SQLite's own check, and holds as many rows in every table. The copy is on
 * disk when this returns.
 * @throws StartupError when the old key does not open the file.
 */
export function copyUnderNewKey({ file, copy, oldKey, newKey }: RekeyOptions): void {
  const original = withDatabase(openForWriting({ file, key: oldKey }), (database) => {
    const content = describeContent(database);
    // With all that is said in the one file, that file can be copied.
    leaveLog(database);
    return content;
  });
  copyFileSync(file, copy);
  withDatabase(openDatabase({ file: copy, key: oldKey }), (database) => {
    leaveLog(database);
    database.pragma(`rekey="x'${Buffer.from(newKey).toString('hex')}'"`);
  });
  const proved = withDatabase(openDatabase({ file: copy, key: newKey }), proveContent);
  if (proved !== original) throw new Error('the copy does not hold what the database holds');
  flushFile(copy);
}

function leaveLog(database: Database.Database): void {
  const mode = database.pragma('journal_mode=DELETE', { simple: true });
  if (mode !== 'delete') throw new StartupError('Another program is using the database');
}

function flushFile(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
