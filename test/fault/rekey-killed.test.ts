import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { takeDataFolder } from '#server/db/data-folder.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { openWithRecoveryKey } from '#server/keys/recovery-file.ts';
import { parseRecoveryKey } from '#server/keys/recovery-key.ts';
import { databaseFileIn, storedKey, withDatabase } from '../support/database-file.ts';
import {
  copyForTest,
  folderForTest,
  listeningServer,
  ServerProcess,
} from '../support/server-process.ts';
import type { Ending } from '../support/server-process.ts';
import { filesIn } from '../support/stored-bytes.ts';

const rows = 200;

/**
 * The system calls by which a change of the key becomes durable or visible, and how many of each
 * to let pass between one killing and the next: some are many, and alike.
 */
const strides = {
  ...{ rename: 1, unlink: 1, mkdir: 1, rmdir: 1, ftruncate: 1, copy_file_range: 1 },
  ...{ fsync: 2, pwrite64: 24 },
};

/** A data folder with rows in it, some of them only in the log, as after a server that was killed. */
async function filledFolder(): Promise<string> {
  const used = folderForTest();
  await (await listeningServer(used)).process.stop();
  const options = ['recovery-key', '--data', used];
  expect(await ServerProcess.launch({ options }).ended).toMatchObject({ code: 0 });
  const database = openDatabase({ file: databaseFileIn(used), key: storedKey(used) });
  database.exec('CREATE TABLE sample (text TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO sample VALUES (?)');
  for (let row = 0; row < rows; row += 1) insert.run(`${String(row)} ${randomUUID().repeat(20)}`);
  const folder = copyForTest(used);
  database.close();
  return folder;
}

function everyRow(folder: string): unknown[] {
  return withDatabase(folder, storedKey(folder), (database) => {
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    return database.prepare('SELECT text FROM sample ORDER BY rowid').pluck().all();
  });
}

/** Changes the key under strace, which kills the process at its `moment`th such call. */
function rekeyKilledAt(call: string, moment: number, folder: string): Promise<Ending> {
  const kill = `inject=${call}:signal=SIGKILL:when=${String(moment)}`;
  const under = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', kill];
  const options = ['rekey', '--data', folder, '--new-key-file', '--json'];
  return ServerProcess.launch({ under, options }).ended;
}

/** Whether the key was changed, after the next start has settled it; every file fits the others. */
function settled(original: string, folder: string, { stdout }: Ending): boolean {
  takeDataFolder(folder).release();
  const key = storedKey(folder);
  const rekeyed = !key.equals(storedKey(original));
  expect(everyRow(folder)).toHaveLength(rows);
  // SQLite may leave a journal of its own, emptied, when it is killed before it removes it.
  const names = filesIn(folder).filter((name) => rekeyed || !name.endsWith('-journal'));
  expect(names).toEqual(['database.key', 'future-talk.db', 'recovery.json', 'server.lock']);
  if (rekeyed) {
    const { recovery_key: told } = JSON.parse(stdout.split('\n')[0] ?? '') as {
      recovery_key: string;
    };
    expect(Buffer.from(openWithRecoveryKey(folder, parseRecoveryKey(told)))).toEqual(key);
  } else {
    const read = (where: string) => readFileSync(join(where, 'recovery.json'), 'utf8');
    expect(read(folder)).toBe(read(original));
  }
  return rekeyed;
}

it('leaves the old key or the new one, with every row, whenever it is killed', async () => {
  const original = await filledFolder();
  const texts = everyRow(copyForTest(original));
  const outcomes = { before: 0, after: 0 };
  for (const [call, stride] of Object.entries(strides)) {
    let wasRekeyed = false;
    for (let moment = 1, ended = false; !ended; moment += stride) {
      const folder = copyForTest(original);
      const ending = await rekeyKilledAt(call, moment, folder);
      const rekeyed = settled(original, folder, ending);
      expect(everyRow(folder)).toEqual(texts);
      ended = ending.code === 0;
      if (!ended) expect(ending).toMatchObject({ signal: 'SIGKILL', stderr: '' });
      // There is one moment at which the new key takes over, and no way back.
      if (ended || wasRekeyed) expect(rekeyed).toBe(true);
      wasRekeyed = rekeyed;
      if (!ended) outcomes[rekeyed ? 'after' : 'before'] += 1;
      rmSync(folder, { recursive: true, force: true });
    }
  }
  expect(outcomes.before).toBeGreaterThan(10);
  expect(outcomes.after).toBeGreaterThan(5);
}, 900_000);
