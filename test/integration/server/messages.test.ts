import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import type { RestAnswer, TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const messagesOf = ({ id }: { id: string }) => `/messages/conversations/${id}/messages`;

async function page(
  person: TestPerson,
  conversation: { id: string },
  query = '',
): Promise<Message[]> {
  const { body } = await person.get<Message[]>(
    `${messagesOf(conversation)}?mark_read=false${query && `&${query}`}`,
  );
  return body;
}

const numbers = (messages: Message[]) => messages.map(({ seq }) => seq);

/** From `first` down to `last`. */
const countdown = (first: number, last: number) =>
  Array.from({ length: Math.max(first - last + 1, 0) }, (_, index) => first - index);

describe('a message', () => {
  it('has every documented field, as sent, fetched and delivered alike', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const [hers, his] = await openSockets(server.url, alice, bob);
    const sentAt = Date.now();
    const sent = await say(alice, conversation, 'Hello', { client_message_id: 'mine-1' });
    expect(sent).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as string,
      conversation_id: conversation.id,
      seq: 1,
      sender_id: alice.id,
      sender_username: alice.username,
      client_message_id: 'mine-1',
      content: 'Hello',
      message_type: 'text',
      reply_to_message_id: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      edited_at: null,
      attachments: [],
      reactions: [],
      delivered_to: [],
      read_by: [],
      self_destruct_at: null,
      is_destroyed: false,
      is_deleted: false,
      encrypted: true,
      encryption_type: 'MILITARY_GRADE_E2E',
      security_level: 'MILITARY_GRADE',
      perfect_forward_secrecy: false,
      zero_knowledge: false,
      session_id: expect.any(String) as string,
      protocol: 'Signal-Protocol-Inspired',
    });
    expect(Math.abs(Date.parse(sent.created_at) - sentAt)).toBeLessThan(10_000);
    expect((await hers.next('new_message')).message).toEqual(sent);
    expect((await his.next('new_message')).message).toEqual(sent);
    await hers.next('message_delivered');
    expect(await page(bob, conversation)).toEqual([{ ...sent, delivered_to: [bob.id] }]);
  });

  it('replies to another', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const question = await say(alice, conversation, 'Coffee?');
    const answer = await say(bob, conversation, 'Yes', { reply_to_message_id: question.id });
    expect(answer.reply_to_message_id).toBe(question.id);
    const [fetched] = await page(alice, conversation);
    expect(fetched?.reply_to_message_id).toBe(question.id);
  });

  it('becomes the conversation’s last', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const { id } = await startConversation(alice, bob);
    await say(alice, { id }, 'First');
    const last = await say(alice, { id }, 'Last');
    const { body } = await bob.get<Conversation>(`/messages/conversations/${id}`);
    expect(body).toMatchObject({
      seq: 2,
      last_message: { id: last.id },
      last_message_at: last.created_at,
    });
  });
});

describe('many senders at once', () => {
  it('get numbers without a gap, and everybody sees them in that order', async () => {
    const people = await newFriends(server.url, 'alice', 'bob', 'carol', 'dora');
    const [alice, bob, carol, dora] = people;
    const group = await startConversation(alice, bob, carol, dora);
    const sockets = await openSockets(server.url, ...people);
    const sends = Array.from({ length: 200 }, (_, index) =>
      say(people[index % 4]!, group, `Message ${String(index)}`),
    );
    const sent = (await Promise.all(sends)).sort((one, other) => other.seq - one.seq);
    expect(numbers(sent)).toEqual(countdown(200, 1));
    const fetched = [
      ...(await page(alice, group, 'limit=100')),
      ...(await page(alice, group, 'limit=100&offset=100')),
    ];
    expect(fetched.map(({ seq, content }) => [seq, content])).toEqual(
      sent.map(({ seq, content }) => [seq, content]),
    );
    for (const socket of sockets) {
      await socket.next('new_message', (event) => event.message.seq === 200);
      const order = (await socket.soFar('new_message')).map(({ message }) => message.seq);
      expect(order).toEqual(countdown(200, 1).reverse());
    }
  });
});

describe('history', () => {
  let alice: TestPerson;
  let bob: TestPerson;
  let conversation: Conversation;
  let sent: Message[];
  const id = (seq: number) => sent[seq - 1]!.id;
  const seqs = async (query: string) => numbers(await page(bob, conversation, query));

  beforeAll(async () => {
    [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    conversation = await startConversation(alice, bob);
    sent = [];
    for (let count = 1; count <= 120; count += 1) {
      sent.push(await say(alice, conversation, `Number ${String(count)}`));
    }
  });

  it('is 50 messages a page unless asked otherwise, newest first', async () => {
    expect(await seqs('')).toEqual(countdown(120, 71));
    expect(await seqs('limit=100')).toEqual(countdown(120, 21));
    expect(await seqs('limit=1')).toEqual([120]);
  });

  it('goes on from an offset', async () => {
    expect(await seqs('limit=10&offset=10')).toEqual(countdown(110, 101));
    expect(await seqs('limit=50&offset=100')).toEqual(countdown(20, 1));
    expect(await seqs('offset=120')).toEqual([]);
    expect(await seqs('offset=999999')).toEqual([]);
  });

  it('goes back from a message, which is not part of it', async () => {
    expect(await seqs(`before_message_id=${id(100)}&limit=5`)).toEqual(countdown(99, 95));
    expect(await seqs(`before_message_id=${id(3)}`)).toEqual([2, 1]);
    expect(await seqs(`before_message_id=${id(1)}`)).toEqual([]);
    expect(await seqs(`before_message_id=${id(100)}&limit=5&offset=5`)).toEqual(countdown(94, 90));
  });

  it('goes forward from a message, with those right after it, newest first', async () => {
    expect(await seqs(`after_message_id=${id(10)}&limit=5`)).toEqual(countdown(15, 11));
    expect(await seqs(`after_message_id=${id(118)}`)).toEqual([120, 119]);
    expect(await seqs(`after_message_id=${id(120)}`)).toEqual([]);
  });

  it('surrounds a message', async () => {
    expect(await seqs(`around_message_id=${id(60)}&limit=5`)).toEqual(countdown(62, 58));
    const end = await seqs(`around_message_id=${id(120)}&limit=5`);
    expect(end).toContain(120);
    const start = await seqs(`around_message_id=${id(1)}&limit=5`);
    expect(start).toContain(1);
    expect(start).toContain(2);
  });

  it('surrounds a time: the first message from then on, and the newest where there is none', async () => {
    const at = (time: number) => new Date(time).toISOString();
    const sentAt = (seq: number) => Date.parse(sent[seq - 1]!.created_at);
    // Several may have been sent within one millisecond.
    const first = sent.find((message) => Date.parse(message.created_at) >= sentAt(60))!.seq;
    const around = (time: number) => seqs(`around_time=${at(time)}&limit=5`);
    expect(await around(sentAt(60))).toEqual(countdown(first + 2, first - 2));
    expect(await around(0)).toEqual(countdown(3, 1));
    expect(await around(sentAt(120) + 1)).toEqual(countdown(120, 116));
  });

  it('can be walked back to its beginning without missing or repeating one', async () => {
    const walked = await seqs('limit=7');
    for (;;) {
      const next = await seqs(`limit=7&before_message_id=${id(walked.at(-1)!)}`);
      if (next.length === 0) break;
      walked.push(...next);
    }
    expect(walked).toEqual(countdown(120, 1));
  });

  it('of an empty conversation is empty', async () => {
    const empty = await startConversation(alice, bob, bob);
    expect(await page(alice, empty)).toEqual([]);
  });
});

describe('a client_message_id', () => {
  const send = (sender: TestPerson, conversation: { id: string }, key: string, content: string) =>
    sender.post<Message>(messagesOf(conversation), { content, client_message_id: key });

  it('sends once: again it answers the first message with 200', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const [his] = await openSockets(server.url, bob);
    const key = randomUUID();
    const first = await send(alice, conversation, key, 'Once');
    expect(first.status).toBe(201);
    for (const content of ['Once', 'Or something else']) {
      const again = await send(alice, conversation, key, content);
      expect(again.status).toBe(200);
      expect(again.body).toMatchObject({ id: first.body.id, seq: 1, content: 'Once' });
    }
    await say(alice, conversation, 'The next one');
    await his.next('new_message', (event) => event.message.content === 'The next one');
    expect(await his.soFar('new_message')).toHaveLength(2);
    expect(numbers(await page(bob, conversation))).toEqual([2, 1]);
  });

  it('sends once when twenty come at the same time', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const [hers, his] = await openSockets(server.url, alice, bob);
    const key = randomUUID();
    const attempts: Promise<RestAnswer<Message>>[] = Array.from({ length: 20 }, () =>
      send(alice, conversation, key, 'Once'),
    );
    const answers = await Promise.all(attempts);
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 19 }, () => 200),
      201,
    ]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await page(bob, conversation)).toHaveLength(1);
    await his.next('new_message');
    for (const socket of [hers, his]) expect(await socket.soFar('new_message')).toHaveLength(1);
  });

  it('belongs to its sender: another’s same one is another message', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const answers = [
      await send(alice, conversation, 'the-same', 'Hers'),
      await send(bob, conversation, 'the-same', 'His'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers.map(({ body }) => body.content)).toEqual(['Hers', 'His']);
  });
});
