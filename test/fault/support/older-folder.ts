import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import { databaseFileName } from '#server/db/data-folder.ts';
import { migrations } from '#server/db/migrations/index.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { databaseFileIn, storedKey } from '../../support/database-file.ts';
import { copyForTest, folderForTest } from '../../support/server-process.ts';

/** From the oldest schema the way is longest. */
export const oldest = 1;
export const newest = migrations.length;
/** What the oldest schema has of people's own, by columns that have stayed. */
const contents = {
  user: 'id, username, display_name, password_hash, created_at',
  conversation: 'id, type, direct_key, seq, created_at',
  participant: 'conversation_id, user_id, role, joined_at, read_seq',
  message: 'conversation_id, seq, id, sender_id, content, message_type, created_at',
  event: 'scope_id, place, type, message_id, data, created_at',
};

/** With so many messages. */
const rowsWith = (messages: number) => `
INSERT INTO user (id, username, display_name, display_name_key, password_hash, is_admin, created_at)
  VALUES ('a', 'anna', 'Anna', 'anna', '-', 1, 1), ('b', 'ben', 'Ben', 'ben', '-', 0, 2);
INSERT INTO conversation VALUES ('c', 'direct', NULL, 'a b', ${String(messages)}, 1, 2);
INSERT INTO participant (conversation_id, user_id, role, joined_at)
  VALUES ('c', 'a', 'member', 1), ('c', 'b', 'member', 1);
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number LIMIT ${String(messages)})
INSERT INTO message
    (conversation_id, seq, id, sender_id, session_id, content, message_type, created_at)
  SELECT 'c', n, printf('%08d-0000-7000-8000-000000000000', n), 'a', 's',
    printf('message %d %s', n, hex(randomblob(120))), 'text', n FROM number;
INSERT INTO event SELECT 'c', seq, 'new_message', id, '{}', created_at FROM message;
UPDATE meta SET value = ${String(messages)} WHERE name = 'cursor';
`;

/** A data folder as a first version has left it when it was killed: some of it stands only in the log. */
export function olderFolder(messages: number): string {
  const used = folderForTest();
  const key = randomBytes(32);
  writeFileSync(join(used, 'database.key'), `${key.toString('hex')}\n`, { mode: 0o600 });
  const database = openDatabase({ file: databaseFileIn(used), key });
  for (const sql of migrations.slice(0, oldest)) database.exec(sql);
  database.pragma(`user_version=${String(oldest)}`);
  database.transaction(() => database.exec(rowsWith(messages)))();
  const folder = copyForTest(used);
  database.close();
  return folder;
}

export interface Found {
  version: number;
  rows: unknown[][];
}

/** What a database of a data folder holds, once SQLite has found nothing wrong with it. */
export function look(folder: string, name = databaseFileName): Found {
  const database = openDatabase({ file: join(folder, name), key: storedKey(folder) });
  try {
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    return { version: versionOf(database), rows: rowsOf(database) };
  } finally {
    database.close();
  }
}

function versionOf(database: Sqlite.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

function rowsOf(database: Sqlite.Database): unknown[][] {
  return Object.entries(contents).map(([table, columns]) =>
    database.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1, 2`).all(),
  );
}
