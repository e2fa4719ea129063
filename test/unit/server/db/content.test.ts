import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInUse, takeDataFolder } from '#server/db/data-folder.ts';
import { proveContent } from '#server/db/database-content.ts';
import { migrate } from '#server/db/migrate.ts';
import { moduleError } from '#server/db/module-error.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { afterUpgradeName, beforeUpgradeName, removeOldCopies } from '#server/db/upgrade-copy.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a copy is not proved', () => {
  const place = () => ({ file: join(folder, 'future-talk.db'), key: randomBytes(32) });

  it('where rows refer to what is not there', () => {
    const database = openDatabase(place());
    migrate(database);
    database.pragma('foreign_keys=OFF');
    expect(proveContent(database)).toContain('"user"');
    database.exec(
      "INSERT INTO refresh_token (hash, session_id, created_at) VALUES (x'00', 'gone', 0)",
    );
    expect(() => proveContent(database)).toThrow('rows refer to what is not there');
    database.close();
  });

  it('where SQLite finds that it breaks its own rules', () => {
    const at = place();
    const before = openDatabase(at);
    before.exec('CREATE TABLE rule (kept); INSERT INTO rule VALUES (NULL)');
    before.unsafeMode();
    before.pragma('writable_schema=ON');
    before.exec(
      "UPDATE sqlite_schema SET sql = 'CREATE TABLE rule (kept NOT NULL)' WHERE name = 'rule'",
    );
    before.close();
    const database = openDatabase(at);
    expect(() => proveContent(database)).toThrow(/the copy is damaged: NULL value in rule/);
    database.close();
  });
});

describe('a data folder', () => {
  it('that was never used is not in use, and one is that somebody has taken', () => {
    expect(isInUse(folder)).toBe(false);
    const taken = takeDataFolder(folder);
    expect(isInUse(folder)).toBe(true);
    expect(() => takeDataFolder(folder)).toThrow('Another server is using the data folder');
    taken.release();
    expect(isInUse(folder)).toBe(false);
  });

  it('is given back where a change of its key cannot be finished', () => {
    mkdirSync(join(folder, 'rekey.ready'));
    writeFileSync(join(folder, 'rekey.ready/plan.json'), '{"install":');
    expect(() => takeDataFolder(folder)).toThrow('change of the key');
    expect(isInUse(folder)).toBe(false);
  });

  it('that takes no lock cannot be written', () => {
    mkdirSync(join(folder, 'server.lock'));
    expect(() => takeDataFolder(folder)).toThrow(`The folder ${folder} cannot be written`);
  });
});

it('a module that does not load is told by name; what SQLite and our own code say is not that', () => {
  const failed = (message: string, code?: string) => Object.assign(new Error(message), { code });
  for (const [message, code] of [
    ['wrong ELF class\nand more', 'ERR_DLOPEN_FAILED'],
    ['Cannot find module', 'MODULE_NOT_FOUND'],
    ['Could not locate the bindings file. Tried:\n here'],
  ] as const) {
    const [reason = ''] = message.split('\n');
    expect(moduleError(failed(message, code))?.message).toMatch(new RegExp(`says: ${reason}$`));
  }
  expect(moduleError(failed('disk I/O error', 'SQLITE_IOERR'))).toBeNull();
  expect(moduleError(new TypeError('not a function'))).toBeNull();
  expect(moduleError('a bare text')).toBeNull();
});

it('copies from before an upgrade go after a week, and no sooner', () => {
  const week = 7 * 86_400_000;
  const now = Date.now();
  const copies = [beforeUpgradeName, afterUpgradeName].map((name) => join(folder, name));
  for (const copy of copies) writeFileSync(copy, '');
  removeOldCopies(folder, now + week - 3_600_000);
  expect(copies.map((copy) => existsSync(copy))).toEqual([true, true]);
  removeOldCopies(folder, now + week + 3_600_000);
  expect(copies.map((copy) => existsSync(copy))).toEqual([false, false]);
});
