import { expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import { everyEvent, everyMessage } from '../support/conversation-history.ts';
import { storedKey, withDatabase } from '../support/database-file.ts';
import { eventually } from '../support/eventually.ts';
import { writeLongHistory } from '../support/long-history.ts';
import { circleOfFriends, personAt, say, startConversation } from '../support/rest.ts';
import type { TestPerson } from '../support/rest.ts';
import { folderForTest, listeningServer } from '../support/server-process.ts';
import { expectSound } from './support/consistency.ts';

const dayMs = 86_400_000;
const old = 1_200;
const kills = 3;
const today = ['one', 'two', 'three'];

interface State {
  firstSeq: number;
  oldest: number;
  remaining: number;
}

function stateOf(folder: string): State {
  return withDatabase(folder, storedKey(folder), (database) => {
    const select = `SELECT first_seq AS firstSeq, (SELECT min(seq) FROM message) AS oldest,
      (SELECT count(*) FROM message) AS remaining FROM conversation`;
    return database.prepare(select).get() as State;
  });
}

/** A server on which a rule has begun to remove a long history. */
async function begin(folder: string) {
  const { url, process: server } = await listeningServer(folder);
  const [admin, bob] = (await circleOfFriends(url, 'admin', 'bob')) as [TestPerson, TestPerson];
  const { id } = await startConversation(admin, bob);
  const senderIds = [admin.id, bob.id];
  const now = Date.now();
  const times = { from: now - 400 * dayMs, until: now - 100 * dayMs };
  writeLongHistory({ dataFolder: folder, conversationId: id, senderIds, count: old, ...times });
  for (const text of today) await say(bob, { id }, text);
  const rule = { keep_days: 30, is_confirmed: true };
  expect((await admin.patch('/admin/retention', rule)).status).toBe(200);
  return { server, admin, bob, id };
}

it('a server that is killed while it removes old messages goes on with it, and removes no others', async () => {
  const folder = folderForTest();
  const first = await begin(folder);
  let { server } = first;
  let last = old + today.length;
  for (let kill = 1; kill <= kills; kill += 1) {
    await eventually(
      () => {
        expect(stateOf(folder).remaining).toBeLessThan(last);
      },
      { intervalMs: 5 },
    );
    await server.stop('SIGKILL');
    const { firstSeq, oldest, remaining } = stateOf(folder);
    // What its members are told to be gone is gone, and nothing else.
    expect(oldest).toBe(firstSeq);
    expect(remaining).toBe(old + today.length - firstSeq + 1);
    last = remaining;
    ({ process: server } = await listeningServer(folder));
  }
  // Otherwise it was killed too late to mean anything.
  expect(last).toBeGreaterThan(today.length);
  await eventually(
    () => {
      expect(stateOf(folder)).toEqual({
        firstSeq: old + 1,
        oldest: old + 1,
        remaining: today.length,
      });
    },
    { patienceMs: 200_000 },
  );
  await server.stop();
  const { url, process: again } = await listeningServer(folder);
  for (const person of [first.admin, first.bob].map((each) => personAt(url, each))) {
    const stored: Message[] = await everyMessage(person, first.id);
    expect(stored.map(({ content }) => content)).toEqual(today);
    const events = await everyEvent(person);
    const told = events.filter((event) => event.type === 'messages_expired');
    expect(told.at(-1)?.first_seq).toBe(old + 1);
    expect(new Set(told.flatMap(({ message_ids: ids }) => ids)).size).toBe(old);
  }
  await again.stop();
  expectSound(folder);
}, 300_000);
