import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { existsSync } from 'node:fs';
import type { MoveStatus } from '#protocol/move.ts';
import { someBytes, upload } from '../integration/attachments/support/files.ts';
import {
  ClientPerson,
  introduce,
  overSealedChannels,
} from '../integration/client/support/client-person.ts';
import { followMoves, saysLine } from '../integration/move/support.ts';
import { eventually } from '../support/eventually.ts';
import { newFriends } from '../support/people.ts';
import { personAt, rest, say, signUp, startConversation } from '../support/rest.ts';
import { folderForTest, listeningServer, ServerProcess } from '../support/server-process.ts';
import { SmallNetwork } from '../support/small-network.ts';
import { isLongForm } from './support/form.ts';

const fileBytes = 60_000_000;
/** Longer than a connection bears without a word of its own, in the long form. */
const apartMs = isLongForm ? 20_000 : 2_000;
const port = '8000';

/** A server on one computer, a second computer, and this one, where people are. */
async function threeComputers(subnet: string) {
  const network = new SmallNetwork(subnet);
  onTestFinished(() => {
    network.remove();
  });
  const [first, second] = [network.addComputer('first'), network.addComputer('second')];
  network.addThisComputer();
  const folder = folderForTest();
  const options = ['--host', '0.0.0.0', '--port', port, '--plain-api', '--registration', 'open'];
  await listeningServer(folder, { under: network.on('first'), options });
  const url = `http://${first}:${port}`;
  const admin = await signUp(url, 'host');
  const offered = ServerProcess.launch({
    ...{ under: network.on('first'), options: ['move', '--data', folder] },
  });
  const link = (await offered.ended).stdout;
  /** Runs on the second computer what is to have the server, or a copy of it. */
  const data = join(folderForTest(), 'data');
  const onSecond = (...words: string[]) =>
    ServerProcess.launch({
      under: network.on('second'),
      options: [
        ...words,
        '--json',
        '--plain-api',
        '--data',
        data,
        '--host',
        '0.0.0.0',
        '--port',
        port,
      ],
      input: link,
    });
  const there = `http://${second}:${port}`;
  return { network, url, there, folder, admin, onSecond };
}

async function hasHeard(process: ServerProcess, text: string): Promise<void> {
  while (!process.stdout.includes(text)) await process.heard();
}

overSealedChannels('networks that are cut apart and joined', () => {
  it('in the middle of a move: it goes on, and nothing is lost or doubled', async () => {
    const { network, url, there, folder, onSecond } = await threeComputers('10.78.8');
    const [ann, ben] = await newFriends(url, 'ann', 'ben');
    const conversation = await startConversation(ann, ben);
    const { id } = await upload(url, ann, someBytes(fileBytes));
    await say(ann, conversation, 'a file', { attachments: [id] });
    const alice = await ClientPerson.signUp(url, 'alice');
    const bob = await ClientPerson.signUp(url, 'bob');
    const talk = await introduce(alice, bob);
    followMoves(bob.client);
    const moves = followMoves(alice.client);
    const successor = onSecond('take-over');
    await hasHeard(successor, '"progress"');
    network.setCable('second', false);
    alice.say(talk, 'while they are apart');
    await alice.until(() => alice.settled.length === 1);
    // This is the fault itself.
    await pass(apartMs);
    expect(existsSync(join(folder, 'moved.json'))).toBe(false);
    network.setCable('second', true);
    await saysLine(successor, 'listening');
    await alice.until(() => moves.length > 0);
    alice.say(talk, 'and on');
    await bob.until(() => bob.texts().length === 2);
    expect(bob.texts()).toEqual(['while they are apart', 'and on']);
    expect((await rest(there, 'GET', '/server')).status).toBe(200);
    expect((await rest(url, 'GET', '/server')).status).toBe(503);
  }, 300_000);

  it('between a server and its standby, which takes over: they end up as one', async () => {
    const { network, url, there, folder, admin, onSecond } = await threeComputers('10.78.9');
    const alice = await ClientPerson.signUp(url, 'alice');
    const bob = await ClientPerson.signUp(url, 'bob');
    const talk = await introduce(alice, bob);
    for (const { client } of [alice, bob]) followMoves(client);
    const standby = onSecond('stand-by', '--every', '1');
    await saysLine(standby, 'copied');
    const isCurrent = async () => (await admin.get<MoveStatus>('/admin/move')).body.copy_is_current;

    // The standby is cut off: the server does not mind, and is followed again.
    network.setCable('second', false);
    alice.say(talk, 'while it is off');
    await bob.until(() => bob.texts().length === 1);
    await eventually(async () => {
      expect(await isCurrent()).toBe(false);
    });
    network.setCable('second', true);
    await eventually(
      async () => {
        expect(await isCurrent()).toBe(true);
      },
      { patienceMs: 60_000 },
    );

    // Cut off again, and somebody takes it for dead although people are still there.
    network.setCable('second', false);
    await standby.stop();
    alice.say(talk, 'said to the old one');
    await bob.until(() => bob.texts().length === 2);
    const successor = onSecond('take-over', '--from-standby', '--alone');
    await saysLine(successor, 'listening');
    expect(existsSync(join(folder, 'moved.json'))).toBe(false);
    network.setCable('second', true);
    // The old one finds out by itself, and sends everybody on.
    await eventually(
      () => {
        expect(existsSync(join(folder, 'moved.json'))).toBe(true);
      },
      { patienceMs: 60_000 },
    );
    const settled = alice.settled.length;
    alice.say(talk, 'to the one server');
    await alice.until(() => alice.settled.length === settled + 1);
    await bob.until(() => bob.texts().includes('to the one server'));
    expect((await rest(url, 'GET', '/server')).status).toBe(503);
    expect((await personAt(there, admin).get('/auth/me')).status).toBe(200);
  }, 300_000);
});
