import { randomInt, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import { everyEvent, everyMessage } from '../support/conversation-history.ts';
import { storedKey, withDatabase } from '../support/database-file.ts';
import { newFriends } from '../support/people.ts';
import { personAt, startConversation } from '../support/rest.ts';
import type { TestPerson } from '../support/rest.ts';
import { folderForTest, listeningServer } from '../support/server-process.ts';

const cycles = 10;
const lanes = 12;

interface Draft {
  content: string;
  client_message_id: string;
}

/** What one person's devices know: which drafts were acknowledged, and which to try again. */
class Outbox {
  readonly acknowledged = new Map<string, Message>();
  readonly drafts = new Map<string, Draft>();
  readonly #unsure = new Set<string>();

  get unsureCount(): number {
    return this.#unsure.size;
  }

  /** Sends again what may not have arrived, then new messages, until the server is gone. */
  async sendUntilGone(sender: TestPerson, conversationId: string, onAnswer: () => void) {
    while (await this.#send(sender, conversationId, this.#takeUnsure() ?? this.#newDraft())) {
      onAnswer();
    }
  }

  async sendUnsure(sender: TestPerson, conversationId: string): Promise<void> {
    for (let id = this.#takeUnsure(); id !== undefined; id = this.#takeUnsure()) {
      expect(await this.#send(sender, conversationId, id)).toBe(true);
    }
  }

  async #send(sender: TestPerson, conversationId: string, id: string): Promise<boolean> {
    const path = `/messages/conversations/${conversationId}/messages`;
    const answer = await sender.post<Message>(path, this.drafts.get(id)).catch(() => undefined);
    if (answer === undefined) {
      this.#unsure.add(id);
      return false;
    }
    expect([200, 201]).toContain(answer.status);
    this.acknowledged.set(id, answer.body);
    return true;
  }

  #takeUnsure(): string | undefined {
    const [id] = this.#unsure;
    if (id !== undefined) this.#unsure.delete(id);
    return id;
  }

  #newDraft(): string {
    const id = randomUUID();
    const content = `${id} ${'.'.repeat(randomInt(2_000))}`;
    this.drafts.set(id, { content, client_message_id: id });
    return id;
  }
}

/** What is stored agrees with what the senders were told, to the letter. */
async function expectIntact(
  reader: TestPerson,
  conversationId: string,
  outboxes: readonly Outbox[],
): Promise<Message[]> {
  const stored = await everyMessage(reader, conversationId);
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
  const byClientId = new Map(stored.map((message) => [message.client_message_id ?? '', message]));
  expect(byClientId.size).toBe(stored.length);
  const drafts = new Map(outboxes.flatMap((outbox) => [...outbox.drafts]));
  for (const [id, { content }] of byClientId) expect(content).toBe(drafts.get(id)?.content);
  for (const [id, message] of outboxes.flatMap((outbox) => [...outbox.acknowledged])) {
    expect(byClientId.get(id)).toMatchObject({ id: message.id, seq: message.seq });
  }
  return stored;
}

/** Sync tells of each message once, in the order in which they are stored. */
async function expectReplayed(person: TestPerson, stored: readonly Message[]): Promise<void> {
  const events = await everyEvent(person);
  const cursors = events.map(({ cursor }) => Number(cursor));
  expect(cursors).toEqual([...new Set(cursors)].sort((one, other) => one - other));
  const told = events.flatMap((event) => (event.type === 'new_message' ? event.message : []));
  expect(told.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
}

it('keeps every acknowledged message once, however often the server is killed', async () => {
  const folder = folderForTest();
  let server = await listeningServer(folder);
  const friends = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(...friends);
  const outboxes = [new Outbox(), new Outbox()] as const;
  const count = (of: (outbox: Outbox) => number) => of(outboxes[0]) + of(outboxes[1]);

  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const { process: running, url } = server;
    const killAt = count(({ acknowledged }) => acknowledged.size) + 20 + randomInt(60);
    const onAnswer = () => {
      if (count(({ acknowledged }) => acknowledged.size) >= killAt) running.child.kill('SIGKILL');
    };
    const senders = Array.from({ length: lanes }, (_, lane) => {
      const one = lane % 2 === 0 ? 0 : 1;
      return outboxes[one].sendUntilGone(personAt(url, friends[one]), conversation.id, onAnswer);
    });
    await Promise.all(senders);
    expect(await running.ended).toMatchObject({ signal: 'SIGKILL' });
    expect(count(({ unsureCount }) => unsureCount)).toBeGreaterThan(0);
    server = await listeningServer(folder);
    await expectIntact(personAt(server.url, friends[1]), conversation.id, outboxes);
  }

  const alice = personAt(server.url, friends[0]);
  const bob = personAt(server.url, friends[1]);
  await outboxes[0].sendUnsure(alice, conversation.id);
  await outboxes[1].sendUnsure(bob, conversation.id);
  const stored = await expectIntact(alice, conversation.id, outboxes);
  expect(stored).toHaveLength(count(({ drafts }) => drafts.size));
  await expectReplayed(alice, stored);
  await expectReplayed(bob, stored);
  await server.process.stop();
  withDatabase(folder, storedKey(folder), (database) => {
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(database.pragma('foreign_key_check')).toEqual([]);
  });
}, 300_000);
