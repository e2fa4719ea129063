import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { MoveStatus } from '#protocol/move.ts';
import { someBytes, upload } from '../integration/attachments/support/files.ts';
import {
  ClientPerson,
  introduce,
  overSealedChannels,
} from '../integration/client/support/client-person.ts';
import { freePort } from '../integration/client/support/fragile-network.ts';
import { followMoves, moveLink, saysLine, takeOverProcess } from '../integration/move/support.ts';
import { everyMessage } from '../support/conversation-history.ts';
import { newFriends } from '../support/people.ts';
import { personAt, say, signUp, startConversation } from '../support/rest.ts';
import type { TestPerson } from '../support/rest.ts';
import { folderForTest, listeningServer, ServerProcess } from '../support/server-process.ts';
import { quantile, recordFigures } from './support/figures.ts';
import { rounds } from './support/form.ts';

const messages = rounds(100, 5_000);
const files = rounds(2, 20);
const fileBytes = 5_000_000;
const watched = rounds(20, 300);
const calmMs = 150;

/** A server with a history; who has signed up first may move it. */
async function serverWithHistory() {
  const folder = folderForTest();
  const { url } = await listeningServer(folder);
  const admin = await signUp(url, 'host');
  const [ann, ben] = await newFriends(url, 'ann', 'ben');
  const conversation = await startConversation(ann, ben);
  for (let count = 0; count < messages; count += 50) {
    const batch = Array.from({ length: Math.min(50, messages - count) }, (_, index) =>
      say(ann, conversation, `line ${String(count + index)}`),
    );
    await Promise.all(batch);
  }
  for (let count = 0; count < files; count += 1) {
    const { id } = await upload(url, ann, someBytes(fileBytes));
    await say(ann, conversation, `file ${String(count)}`, { attachments: [id] });
  }
  return { url, admin, ann, ben, conversation };
}

/** Sends one message after another and notes when each is acknowledged, until it is told to stop. */
function sendWithoutPause(person: ClientPerson, talk: Conversation) {
  const acknowledgedAt: number[] = [];
  let isOver = false;
  person.client.on('outgoingSettled', () => {
    acknowledgedAt.push(performance.now());
    if (!isOver) person.say(talk, `number ${String(acknowledgedAt.length + 1)}`);
  });
  person.say(talk, 'number 1');
  const until = (count: number) => person.until(() => acknowledgedAt.length >= count);
  const finish = async () => {
    isOver = true;
    await until(acknowledgedAt.length + 1);
    return acknowledgedAt.length;
  };
  const silences = () =>
    acknowledgedAt.slice(1).map((at, index) => at - (acknowledgedAt[index] ?? at));
  return { acknowledgedAt, until, finish, silences };
}

overSealedChannels('a server that moves while somebody sends', () => {
  it(
    'is silent for a moment, and loses and repeats nothing',
    async () => {
      const { url, admin, ben, conversation } = await serverWithHistory();
      const alice = await ClientPerson.signUp(url, 'alice');
      const bob = await ClientPerson.signUp(url, 'bob');
      const talk = await introduce(alice, bob);
      const moves = followMoves(alice.client);
      followMoves(bob.client);
      const sending = sendWithoutPause(alice, talk);
      await sending.until(20);
      const successor = await takeOverProcess(await moveLink(admin), folderForTest());
      await alice.until(() => moves.length > 0);
      await alice.until(() => alice.client.connection.status === 'online');
      const there = await saysLine(successor.process, 'listening');
      await sending.until(sending.acknowledgedAt.length + 20);
      const sent = await sending.finish();
      await bob.until(() => bob.texts().length === sent);
      expect(bob.texts()).toEqual(
        Array.from({ length: sent }, (_, at) => `number ${String(at + 1)}`),
      );
      expect((await everyMessage(personAt(there.url, ben), conversation.id)).length).toBe(
        messages + files,
      );
      const different = new Set(bob.texts()).size;
      recordFigures('moving', {
        messages: messages + files,
        'megabytes of files': (files * fileBytes) / 1e6,
        'sent meanwhile, one after another': sent,
        'lost or doubled': sent - different + (bob.texts().length - different),
        'longest silence between two acknowledgements': `${Math.max(...sending.silences()).toFixed(0)} ms`,
        'the same at the median': `${quantile(sending.silences(), 0.5).toFixed(1)} ms`,
      });
    },
    rounds(120_000, 900_000),
  );
});

async function isCurrent(admin: TestPerson): Promise<boolean> {
  return (await admin.get<MoveStatus>('/admin/move')).body.copy_is_current;
}

it(
  'a computer that stands by has in a moment what has been acknowledged',
  async () => {
    const { admin, ann, conversation } = await serverWithHistory();
    const place = [
      '--json',
      '--data',
      join(folderForTest(), 'data'),
      '--port',
      String(await freePort()),
    ];
    const standby = ServerProcess.launch({
      options: ['stand-by', ...place],
      input: `${await moveLink(admin)}\n`,
    });
    await saysLine(standby, 'copied');
    const lags: number[] = [];
    for (let count = 0; count < watched; count += 1) {
      // Calm: one writes now and then. What comes at once after another waits for its round.
      await pass(calmMs);
      await say(ann, conversation, `watched ${String(count)}`);
      const acknowledgedAt = performance.now();
      while (!(await isCurrent(admin)));
      lags.push(performance.now() - acknowledgedAt);
    }
    recordFigures('standby-lag', {
      messages: messages + files + watched,
      'of these watched': watched,
      'until the standby has it, median': `${quantile(lags, 0.5).toFixed(0)} ms`,
      'until the standby has it, p99': `${quantile(lags, 0.99).toFixed(0)} ms`,
      'until the standby has it, longest': `${Math.max(...lags).toFixed(0)} ms`,
    });
  },
  rounds(120_000, 900_000),
);
