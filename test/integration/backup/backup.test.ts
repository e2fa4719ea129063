import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ServerInformation } from '#protocol/server.ts';
import {
  backUp,
  backupPassphrase,
  command,
  restored,
  succeeds,
  secretFile,
} from '../../support/backup.ts';
import { everyMessage } from '../../support/conversation-history.ts';
import { storedKey, withDatabase } from '../../support/database-file.ts';
import { newFriends } from '../../support/people.ts';
import { personAt, rest, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { filesIn, findTexts, modeOf } from '../../support/stored-bytes.ts';
import {
  beginUpload,
  fetchBytes,
  offsetOf,
  sendBytes,
  someBytes,
  upload,
} from '../attachments/support/files.ts';

async function informationOf(url: string): Promise<ServerInformation> {
  return (await rest<ServerInformation>(url, 'GET', '/server')).body;
}

/** Says one thing after the other until it is told to stop; answers what was acknowledged. */
function keepTalking(speaker: TestPerson, conversation: { id: string }) {
  const acknowledged: string[] = [];
  let isOver = false;
  const talking = (async () => {
    for (let number = 0; !isOver; number += 1) {
      const text = `line ${String(number)}`;
      await say(speaker, conversation, text);
      acknowledged.push(text);
    }
  })();
  return {
    acknowledged,
    async stop() {
      isOver = true;
      await talking;
    },
  };
}

it('holds what was acknowledged before, while sends go on, and restores the same server', async () => {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  const [ann, ben] = await newFriends(server.url, 'ann', 'ben');
  const conversation = await startConversation(ann, ben);
  const bytes = someBytes(200_000);
  const { id } = await upload(server.url, ann, bytes, { filename: 'plan.bin' });
  await say(ann, conversation, 'the plan', { attachments: [id] });
  const begun = await beginUpload(server.url, ben, 300_000);
  await sendBytes(server.url, ben, begun, 0, someBytes(150_000));

  const talk = keepTalking(ann, conversation);
  await say(ben, conversation, 'before the backup');
  const before = talk.acknowledged.length;
  const file = await backUp(folder);
  const meanwhile = talk.acknowledged.length - before;
  await talk.stop();
  const said = await everyMessage(ben, conversation.id);
  const identity = await informationOf(server.url);
  await server.process.stop();
  expect(meanwhile).toBeGreaterThan(0);
  expect(modeOf(file)).toBe('600');
  expect(findTexts(join(file, '..'), ['before the backup', 'the plan', backupPassphrase])).toEqual(
    [],
  );

  const again = await listeningServer(await restored(file));
  // The same server, and above the one that it was: that may still be running somewhere.
  const { epoch = 0, ...same } = await informationOf(again.url);
  expect({ ...same, epoch: 1 }).toEqual(identity);
  expect(epoch).toBeGreaterThan(1);
  const [annAgain, benAgain] = [personAt(again.url, ann), personAt(again.url, ben)];
  const kept = await everyMessage(benAgain, conversation.id);
  // A beginning of what was said, exactly as it was, and all of what came before the backup.
  const ids = (messages: { id: string; content: string }[]) =>
    messages.map((each) => [each.id, each.content]);
  expect(ids(kept)).toEqual(ids(said.slice(0, kept.length)));
  expect(kept.map(({ content }) => content)).toEqual(
    expect.arrayContaining(['before the backup', ...talk.acknowledged.slice(0, before)]),
  );
  const address = kept[0]?.attachments[0]?.download_url;
  expect((await fetchBytes(again.url, address)).equals(bytes)).toBe(true);
  expect(await offsetOf(again.url, benAgain, begun)).toBe(150_000);
  expect((await sendBytes(again.url, benAgain, begun, 150_000, someBytes(150_000))).status).toBe(
    204,
  );
  expect((await say(annAgain, conversation, 'and on')).seq).toBe(kept.length + 1);
}, 60_000);

it('is opened by the recovery key, which then opens the restored data too', async () => {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  await newFriends(server.url, 'ann', 'ben');
  const { recovery_key: recoveryKey } = await succeeds('recovery-key', '--data', folder);
  const backups = folderForTest();
  const told = await succeeds('backup', backups, '--data', folder);
  await server.process.stop();
  expect(filesIn(backups)).toEqual([
    expect.stringMatching(/^future-talk-\d{4}-[\dTZ-]+\.ftbackup$/),
  ]);
  expect(filesIn(folder)).not.toContain(expect.stringContaining('preparing'));

  const target = join(folderForTest(), 'data');
  const key = secretFile(String(recoveryKey));
  await succeeds('restore', String(told['file']), '--data', target, '--recovery-key-file', key);
  expect(storedKey(target)).not.toEqual(storedKey(folder));
  await succeeds('check-recovery-key', '--data', target, '--recovery-key-file', key);
  rmSync(join(target, 'database.key'));
  const again = await listeningServer(target, { options: ['--recovery-key-file', key] });
  expect((await rest(again.url, 'GET', '/server')).status).toBe(200);
});

it('lets people go on with newer tokens than it has, once, and tells them what was lost', async () => {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  const [ann, ben] = await newFriends(server.url, 'ann', 'ben');
  const conversation = await startConversation(ann, ben);
  const file = await backUp(folder);
  const refresh = async (url: string, token: string) =>
    rest<{ refresh_token: string }>(url, 'POST', '/auth/refresh', {
      json: { refresh_token: token },
    });
  const first = (await refresh(server.url, ann.refreshToken)).body.refresh_token;
  const newest = (await refresh(server.url, first)).body.refresh_token;
  const ended = (await refresh(server.url, ben.refreshToken)).body.refresh_token;
  await say(ann, conversation, 'lost');
  const { next_cursor: seen } = (await ann.get<{ next_cursor: string }>('/messages/sync')).body;
  await server.process.stop();

  const again = await listeningServer(await restored(file));
  const annAgain = personAt(again.url, ann);
  expect((await annAgain.get(`/messages/sync?cursor=${seen}`)).status).toBe(422);
  const { next_cursor: fresh } = (await annAgain.get<{ next_cursor: string }>('/messages/sync'))
    .body;
  expect(Number(fresh)).toBeGreaterThan(Number(seen));
  expect((await annAgain.get(`/messages/sync?cursor=${fresh}`)).status).toBe(200);
  const forged = `${newest.split('.', 2).join('.')}.${'A'.repeat(43)}`;
  expect((await refresh(again.url, forged)).status).toBe(401);
  expect((await refresh(again.url, newest)).status).toBe(200);
  // What came before it is worth nothing any more, and nothing that is unknown is taken twice.
  expect((await refresh(again.url, first)).status).toBe(401);
  await personAt(again.url, ben).post('/auth/logout');
  expect((await refresh(again.url, ended)).status).toBe(401);
});

it('passes the checks of SQLite once more where it was restored', async () => {
  const folder = folderForTest();
  await (await listeningServer(folder)).process.stop();
  const target = await restored(await backUp(folder));
  withDatabase(target, storedKey(target), (database) => {
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(database.pragma('foreign_key_check')).toEqual([]);
  });
  expect(filesIn(target)).toEqual(['database.key', 'future-talk.db']);
  expect(readFileSync(join(target, 'database.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
});

it.each(['backup', 'restore'])('%s tells its options', async (name) => {
  const { code, stdout } = await command(name, '--help');
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`future-talk-server ${name} FILE`) as string,
  });
});
