import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backUp, backupPassphrase, restored, secretFile } from '../support/backup.ts';
import { newPeople } from '../support/people.ts';
import { say, startConversation, befriend } from '../support/rest.ts';
import { folderForTest, listeningServer, ServerProcess } from '../support/server-process.ts';
import type { Ending } from '../support/server-process.ts';
import { contentsOf, filesIn } from '../support/stored-bytes.ts';

/** The system calls by which a backup or a restoration comes to be, and how many to let pass between two killings. */
const strides = { rename: 1, fsync: 2, mkdir: 2, rmdir: 2, unlink: 12, pwrite64: 120 };

function killedAt(call: string, moment: number, options: string[]): Promise<Ending> {
  const kill = `inject=${call}:signal=SIGKILL:when=${String(moment)}`;
  const under = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', kill];
  const program = ServerProcess.launch({ under, options });
  program.child.stdin?.end();
  return program.ended;
}

/** Kills a command at each of its moments until it comes to its end. */
async function atEachMoment(
  options: string[],
  afterwards: (ended: boolean) => Promise<void> | void,
): Promise<number> {
  let killed = 0;
  for (const [call, stride] of Object.entries(strides)) {
    for (let moment = 1, ended = false; !ended; moment += stride) {
      const ending = await killedAt(call, moment, options);
      ended = ending.code === 0;
      if (!ended) expect(ending.signal).toBe('SIGKILL');
      if (!ended) killed += 1;
      await afterwards(ended);
    }
  }
  return killed;
}

async function usedFolder(): Promise<string> {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  const [ann, ben] = await newPeople(server.url, 'ann', 'ben');
  await befriend(ann, ben);
  await say(ann, await startConversation(ann, ben), 'hello');
  await server.process.stop();
  return folder;
}

it('leaves a whole backup or none, and the data as it was, whenever it is killed', async () => {
  const folder = await usedFolder();
  const target = join(folderForTest(), 'team.ftbackup');
  const key = ['--backup-passphrase-file', secretFile(backupPassphrase)];
  const options = ['backup', target, '--data', folder, ...key, '--json'];
  const before = contentsOf(folder, ['files.lock']);
  const killed = await atEachMoment(options, async (ended) => {
    expect(existsSync(target) || !ended).toBe(true);
    if (existsSync(target)) await restored(target);
    if (ended) expect(contentsOf(folder, ['files.lock'])).toEqual(before);
    rmSync(target, { force: true });
  });
  expect(killed).toBeGreaterThan(5);
}, 600_000);

it('restores all or nothing, whenever it is killed, and can begin again', async () => {
  const file = await backUp(await usedFolder());
  const target = join(folderForTest(), 'data');
  const key = ['--backup-passphrase-file', secretFile(backupPassphrase)];
  const whole = ['database.key', 'future-talk.db'];
  const killed = await atEachMoment(
    ['restore', file, '--data', target, ...key, '--json'],
    (ended) => {
      if (existsSync(target) && filesIn(target).length > 0) expect(filesIn(target)).toEqual(whole);
      if (ended) expect(filesIn(target)).toEqual(whole);
      if (ended) expect(existsSync(`${target}.restoring`)).toBe(false);
      rmSync(target, { recursive: true, force: true });
      // A folder that is there and empty is as good as none.
      mkdirSync(target);
    },
  );
  expect(killed).toBeGreaterThan(5);
}, 600_000);
