import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { StartupError } from '../startup-error.ts';
import { codeOf } from '../system-error.ts';
import { describeContent, proveContent, withDatabase } from './database-content.ts';
import { flushFile } from './durable-files.ts';
import { openDatabase, openForWriting } from './open-database.ts';

interface RekeyOptions {
  /** The database under its old key; nothing but its log is folded into it. */
  file: string;
  /** Where the copy under the new key is made. */
  copy: string;
  oldKey: Uint8Array;
  newKey: Uint8Array;
  /** Told how far each step has come, from 0 to 1; the last two are a call of SQLite's each. */
  onProgress?: (at: { step: 'copying' | 'rekeying' | 'checking'; done: number }) => void;
}

const pieceBytes = 4 * 1024 * 1024;

/**
 * Copies a database that nobody else uses to one under a new key, and proves the copy: it opens
 * with the new key, passes SQLite's own check, and holds as many rows in every table. The copy is on
 * disk when this returns.
 * @throws StartupError when the old key does not open the file.
 */
export function copyUnderNewKey(options: RekeyOptions): void {
  const { file, copy, oldKey, newKey, onProgress = () => undefined } = options;
  const original = withDatabase(openForWriting({ file, key: oldKey }), (database) => {
    const content = describeContent(database);
    // With all that is said in the one file, that file can be copied.
    leaveLog(database);
    return content;
  });
  copyInPieces(file, copy, (done) => {
    onProgress({ step: 'copying', done });
  });
  onProgress({ step: 'rekeying', done: 0 });
  withDatabase(openDatabase({ file: copy, key: oldKey }), (database) => {
    leaveLog(database);
    database.pragma(`rekey="x'${Buffer.from(newKey).toString('hex')}'"`);
  });
  onProgress({ step: 'rekeying', done: 1 });
  onProgress({ step: 'checking', done: 0 });
  const proved = withDatabase(openDatabase({ file: copy, key: newKey }), proveContent);
  if (proved !== original) throw new Error('the copy does not hold what the database holds');
  flushFile(copy);
  onProgress({ step: 'checking', done: 1 });
}

/** @param onProgress told after each piece which part of the file is copied */
function copyInPieces(file: string, copy: string, onProgress: (done: number) => void): void {
  const source = openSync(file, 'r');
  const target = openSync(copy, 'w', 0o600);
  try {
    const { size } = fstatSync(source);
    const piece = Buffer.alloc(pieceBytes);
    let copied = 0;
    for (let read = readSync(source, piece); read > 0; read = readSync(source, piece)) {
      for (let written = 0; written < read;) {
        written += writeSync(target, piece, written, read - written);
      }
      copied += read;
      onProgress(Math.min(1, copied / size));
    }
  } finally {
    closeSync(target);
    closeSync(source);
  }
}

function leaveLog(database: Database.Database): void {
  try {
    database.pragma('journal_mode=DELETE');
  } catch (cause) {
    if (codeOf(cause) !== 'SQLITE_BUSY') throw cause;
    throw new StartupError('Another program is using the database', { cause });
  }
}
