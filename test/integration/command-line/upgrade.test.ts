import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrations } from '#server/db/migrations/index.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { answerOf, expectRefused } from '../../support/commands.ts';
import { storedKey, withDatabase } from '../../support/database-file.ts';
import { rest, signUp } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { filesIn, modeOf } from '../../support/stored-bytes.ts';

const key = Buffer.alloc(32, 7);

/** A data folder as the version before this one left it. */
function olderFolder(): string {
  const folder = join(folderForTest(), 'data');
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, 'database.key'), `${key.toString('hex')}\n`, { mode: 0o600 });
  const database = openDatabase({ file: join(folder, 'future-talk.db'), key });
  for (const sql of migrations.slice(0, -1)) database.exec(sql);
  database.pragma(`user_version=${String(migrations.length - 1)}`);
  database.close();
  return folder;
}

function schemaOf(folder: string): unknown {
  return withDatabase(folder, storedKey(folder), (database) =>
    database.pragma('user_version', { simple: true }),
  );
}

it('an upgrade keeps the database as it was, and can be undone', async () => {
  const folder = olderFolder();
  const at = ['--data', folder];
  await expectRefused(['undo-upgrade', ...at], /^There is no copy from before an upgrade/, {
    folder,
  });
  const upgraded = await listeningServer(folder);
  await signUp(upgraded.url, 'alice');
  const { stderr } = await upgraded.process.stop();
  expect(JSON.parse(stderr)).toMatchObject({
    msg: expect.stringContaining('brought up to date') as string,
    schema: { from: migrations.length - 1, to: migrations.length },
  });
  expect(schemaOf(folder)).toBe(migrations.length);
  if (process.platform !== 'win32') expect(modeOf(join(folder, 'before-upgrade.db'))).toBe('600');

  await answerOf(['undo-upgrade', ...at]);
  expect(schemaOf(folder)).toBe(migrations.length - 1);
  expect(filesIn(folder)).toContain('after-upgrade.db');
  expect(filesIn(folder)).not.toContain('before-upgrade.db');
  // Once more: whoever was there after the upgrade is not there before it.
  const again = await listeningServer(folder);
  const json = { username: 'alice', password: 'correct horse battery' };
  expect((await rest(again.url, 'POST', '/auth/login', { json })).status).toBe(401);
  await expectRefused(['undo-upgrade', ...at], /^Another server is using/);
  await again.process.stop();
});

it('copies from before an upgrade go after a week, and with the key', async () => {
  const folder = olderFolder();
  const copy = join(folder, 'before-upgrade.db');
  await (await listeningServer(folder)).process.stop();
  expect(existsSync(copy)).toBe(true);
  await answerOf(['rekey', '--new-key-file', '--data', folder]);
  expect(existsSync(copy)).toBe(false);

  for (const [name, days] of [
    ['before-upgrade.db', 8],
    ['after-upgrade.db', 6],
  ] as const) {
    writeFileSync(join(folder, name), 'a copy');
    const then = Date.now() / 1000 - days * 86_400;
    utimesSync(join(folder, name), then, then);
  }
  await (await listeningServer(folder)).process.stop();
  expect(existsSync(copy)).toBe(false);
  expect(existsSync(join(folder, 'after-upgrade.db'))).toBe(true);
});
