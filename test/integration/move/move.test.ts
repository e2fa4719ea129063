import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listMessages } from '#protocol/messages.ts';
import { everyMessage } from '../../support/conversation-history.ts';
import { newFriends } from '../../support/people.ts';
import { personAt, rest, say, signUp, startConversation } from '../../support/rest.ts';
import { folderForTest, listeningServer, refusedStart } from '../../support/server-process.ts';
import { startServer, startServerForTest } from '../../support/test-server.ts';
import {
  beginUpload,
  fetchBytes,
  offsetOf,
  sendBytes,
  someBytes,
  upload,
} from '../attachments/support/files.ts';
import { ClientPerson, introduce, overSealedChannels } from '../client/support/client-person.ts';
import { comeOver, followMoves, moveLink, saysLine, takeOverProcess } from './support.ts';

overSealedChannels('a server that moves to another computer', () => {
  it('has everything there, and everybody follows, with nothing lost or repeated', async () => {
    const folder = folderForTest();
    const old = await listeningServer(folder);
    const admin = await signUp(old.url, 'host');
    const [ann, ben] = await newFriends(old.url, 'ann', 'ben');
    const conversation = await startConversation(ann, ben);
    const bytes = someBytes(3_000_000);
    const { id } = await upload(old.url, ann, bytes);
    await say(ann, conversation, 'the plan', { attachments: [id] });
    const begun = await beginUpload(old.url, ben, 300_000);
    await sendBytes(old.url, ben, begun, 0, someBytes(150_000));
    const [alice, bob] = [
      await ClientPerson.signUp(old.url, 'alice'),
      await ClientPerson.signUp(old.url, 'bob'),
    ];
    const talk = await introduce(alice, bob);
    const moves = followMoves(alice.client);
    followMoves(bob.client);

    const target = folderForTest();
    const successor = await takeOverProcess(await moveLink(admin), target);
    const written: string[] = [];
    // Before, during and after.
    while (moves.length === 0 || alice.client.connection.status !== 'online') {
      const text = `line ${String(written.length)}`;
      written.push(text);
      alice.say(talk, text);
      await alice.until(() => alice.settled.length === written.length || moves.length > 0);
      if (moves.length > 0 && alice.settled.length < written.length) {
        await alice.until(() => alice.settled.length === written.length);
      }
    }
    alice.say(talk, 'and on');
    written.push('and on');
    await bob.until(() => bob.texts().length === written.length);
    expect(bob.texts()).toEqual(written);
    expect(moves[0]?.addresses).toEqual([`127.0.0.1:${String(successor.port)}`]);
    const { url } = await saysLine(successor.process, 'listening');

    const params = { conversation_id: talk.id };
    const stored = await bob.client.call(listMessages, { params, query: { mark_read: false } });
    expect(stored.length).toBe(Math.min(written.length, 50));
    const [annThere, benThere] = [personAt(url, ann), personAt(url, ben)];
    const [plan] = await everyMessage(benThere, conversation.id);
    expect(plan?.content).toBe('the plan');
    const file = await fetchBytes(url, plan?.attachments[0]?.download_url);
    expect(file.equals(bytes)).toBe(true);
    expect(await offsetOf(url, benThere, begun)).toBe(150_000);
    expect((await say(annThere, conversation, 'said there')).seq).toBe(2);

    const before = await rest(old.url, 'GET', '/server');
    expect(before).toMatchObject({ status: 503, body: { error_code: 'SERVER_MOVED' } });
    await old.process.stop();
    const again = await refusedStart('--data', folder, '--port', '0');
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/has moved to 127\.0\.0\.1:\d+ on \d{4}-\d\d-\d\d/);
  }, 60_000);

  it('tells those who come later, also those whose session has to be renewed first', async () => {
    const old = await startServerForTest({ accessTokenLifetimeSeconds: 1 });
    const alice = await ClientPerson.signUp(old.url, 'alice');
    await alice.client.close();
    const { link } = await old.localAdmin.run('move', {});
    const { folder, key, port } = await comeOver(link ?? '');
    const next = await startServerForTest({ dataFolder: folder, unlock: () => key, port });
    expect(next.identity).toEqual(old.identity);
    const later = await ClientPerson.comeBack(old.url, alice.memory);
    const moves = followMoves(later.client);
    await later.goOnline();
    expect(moves.length).toBeGreaterThan(0);
    expect(later.signOuts).toEqual([]);
  });

  it('can come back', async () => {
    const old = await startServer();
    onTestFinished(() => {
      rmSync(old.dataFolder, { recursive: true, force: true });
    });
    const admin = await signUp(old.url, 'host');
    const there = await comeOver(await moveLink(admin));
    const away = await startServerForTest({
      ...{ dataFolder: there.folder, unlock: () => there.key, port: there.port },
    });
    await old.close();
    const back = await comeOver(await moveLink(personAt(away.url, admin)), {
      dataFolder: old.dataFolder,
    });
    expect(existsSync(join(old.dataFolder, 'moved.json'))).toBe(false);
    const home = await startServerForTest({
      ...{ dataFolder: back.folder, unlock: () => back.key, port: back.port },
    });
    expect((await personAt(home.url, admin).get('/auth/me')).status).toBe(200);
    const information = async (url: string) =>
      (await rest<{ epoch: number }>(url, 'GET', '/server')).body;
    expect((await information(home.url)).epoch).toBeGreaterThan(2);
  });
});
