import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { ClientError } from '#client/client-error.ts';
import { Outbox } from '#client/outbox.ts';
import { VolatileOutboxStore } from '#client/outbox-store.ts';
import type { OutgoingMessage, SettledOutgoing } from '#client/outgoing-message.ts';
import { ManualClock, settle } from './support/manual-clock.ts';
import { garden, kitchen, messageWith } from './support/sample-data.ts';
import { Deferred } from './support/scripted-transport.ts';

interface Delivery {
  message: OutgoingMessage;
  reply: Deferred<Message>;
}

const away = new ClientError('UNREACHABLE', 'Cannot reach the server');

function setUp(store = new VolatileOutboxStore()) {
  const clock = new ManualClock();
  const deliveries: Delivery[] = [];
  const changes: OutgoingMessage[] = [];
  const settled: SettledOutgoing[] = [];
  const outbox = new Outbox({
    store,
    timers: clock.timers,
    now: clock.now,
    random: () => 0.5,
    deliver: (message) => {
      const reply = new Deferred<Message>();
      deliveries.push({ message, reply });
      return reply.promise;
    },
    onChanged: (message) => changes.push(message),
    onSettled: (one) => settled.push(one),
  });
  const write = (content: string, conversation: ConversationId = garden): OutgoingMessage =>
    outbox.send({ conversation_id: conversation, content });
  const texts = (): string[] => deliveries.map(({ message }) => message.content);
  const answer = async (index: number): Promise<void> => {
    const { message, reply } = deliveries[index] ?? expect.fail('no such delivery');
    reply.resolve(accepted(message));
    await settle();
  };
  const refuse = async (index: number, error: Error): Promise<void> => {
    (deliveries[index] ?? expect.fail('no such delivery')).reply.reject(error);
    await settle();
  };
  return { clock, deliveries, changes, settled, outbox, write, texts, answer, refuse };
}

function accepted({ client_message_id, conversation_id, content }: OutgoingMessage): Message {
  return messageWith({ client_message_id, conversation_id, content });
}

describe('Outbox', () => {
  it('sends one after the other in a conversation, and side by side in several', async () => {
    const { outbox, write, texts, answer, settled } = setUp();
    outbox.setOnline(true);
    write('one');
    write('two');
    write('soup', kitchen);
    expect(texts()).toEqual(['one', 'soup']);
    await answer(0);
    expect(texts()).toEqual(['one', 'soup', 'two']);
    await answer(2);
    await answer(1);
    expect(settled.map(({ message }) => message?.content)).toEqual(['one', 'two', 'soup']);
    expect(outbox.list()).toEqual([]);
  });

  it('answers at once how the message stands, and tells of it', () => {
    const { clock, changes, outbox, write } = setUp();
    const message = write('hello');
    expect(message).toEqual({
      client_message_id: message.client_message_id,
      conversation_id: garden,
      content: 'hello',
      reply_to_message_id: null,
      self_destruct_timer: null,
      message_type: 'text',
      attachments: [],
      created_at: new Date(clock.now()).toISOString(),
      state: 'sending',
      failure: null,
    });
    expect(message.client_message_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(changes).toEqual([message]);
    expect(outbox.list(garden)).toEqual([message]);
    expect(outbox.list(kitchen)).toEqual([]);
  });

  it('waits for the connection, for as long as it takes', async () => {
    const { clock, changes, outbox, write, texts, answer } = setUp();
    write('early');
    await clock.advance(24 * 60 * 60_000);
    write('late');
    await clock.advance(60_000);
    expect(clock.pendingAlarms).toBe(0);
    expect(changes.map(({ state }) => state)).toEqual(['sending', 'sending']);
    outbox.setOnline(true);
    expect(texts()).toEqual(['early']);
    await answer(0);
    await answer(1);
    expect(texts()).toEqual(['early', 'late']);
    expect(outbox.list()).toEqual([]);
  });

  it('goes on after a restart with what the store has kept, in its order', async () => {
    const store = new VolatileOutboxStore();
    const before = setUp(store);
    const refused = before.write('refused');
    before.outbox.setOnline(true);
    await before.refuse(0, new AppError('NOT_FRIENDS_SEND'));
    before.write('one');
    before.outbox.setOnline(false);
    before.write('two');
    before.outbox.close();
    const after = setUp(store);
    after.outbox.setOnline(true);
    await after.answer(0);
    await after.answer(1);
    expect(after.texts()).toEqual(['one', 'two']);
    expect(after.deliveries[0]?.message.client_message_id).toBe(
      before.deliveries[1]?.message.client_message_id,
    );
    expect(store.list()).toMatchObject([
      { client_message_id: refused.client_message_id, state: 'failed' },
    ]);
  });

  it('accepts nothing that the store cannot keep', () => {
    const store = new VolatileOutboxStore();
    store.put = () => {
      throw new Error('the disk is full');
    };
    const { outbox, write, changes, texts } = setUp(store);
    outbox.setOnline(true);
    expect(() => write('hello')).toThrow('the disk is full');
    expect([...changes, ...texts()]).toEqual([]);
  });

  it('does not hold the time without a connection against a message', async () => {
    const { clock, outbox, write, refuse } = setUp();
    outbox.setOnline(true);
    write('hello');
    await refuse(0, new AppError('INTERNAL_ERROR'));
    outbox.setOnline(false);
    await clock.advance(60_000);
    expect(outbox.list()[0]?.state).toBe('sending');
  });

  it('tries again under the same id when the request was cut off', async () => {
    const { outbox, write, deliveries, refuse, answer, settled, clock } = setUp();
    outbox.setOnline(true);
    const message = write('hello');
    outbox.setOnline(false);
    await refuse(0, away);
    await clock.advance(5_000);
    expect(deliveries).toHaveLength(1);
    outbox.setOnline(true);
    expect(deliveries).toHaveLength(2);
    await refuse(1, away);
    outbox.setOnline(false);
    outbox.setOnline(true);
    expect(deliveries).toHaveLength(3);
    await refuse(2, away);
    await clock.advance(10_000);
    expect(deliveries).toHaveLength(4);
    expect(deliveries[3]?.message.client_message_id).toBe(message.client_message_id);
    await answer(3);
    expect(settled).toHaveLength(1);
    expect(clock.pendingAlarms).toBe(0);
  });

  it('tries again after a pause while the server is unwell, and gives up after half a minute', async () => {
    const { outbox, write, deliveries, refuse, clock } = setUp();
    outbox.setOnline(true);
    write('hello');
    await refuse(0, new AppError('INTERNAL_ERROR'));
    await clock.advance(249);
    expect(deliveries).toHaveLength(1);
    await clock.advance(1);
    expect(deliveries).toHaveLength(2);
    let tries = 1;
    while (outbox.list()[0]?.state === 'sending') {
      if (deliveries.length > tries) await refuse(tries++, new AppError('INTERNAL_ERROR'));
      await clock.advance(250);
    }
    expect(outbox.list()[0]?.failure).toMatchObject({ code: 'INTERNAL_ERROR', retryable: true });
    expect(clock.now()).toBe(1_700_000_030_000);
    const untilThen = deliveries.length;
    await clock.advance(120_000);
    expect(deliveries).toHaveLength(untilThen);
  });

  it('holds everything back for as long as the server asks', async () => {
    const { outbox, write, texts, refuse, answer, clock } = setUp();
    outbox.setOnline(true);
    write('one');
    await refuse(0, new AppError('RATE_LIMITED', { retryAfterSeconds: 45 }));
    write('soup', kitchen);
    outbox.setOnline(false);
    outbox.setOnline(true);
    await clock.advance(44_999);
    expect(texts()).toEqual(['one']);
    await clock.advance(1);
    expect(texts()).toEqual(['one', 'one', 'soup']);
    await answer(1);
    await answer(2);
    expect(outbox.list()).toEqual([]);
  });

  it('fails at once where it would have to wait for minutes', async () => {
    const { outbox, write, refuse, clock } = setUp();
    outbox.setOnline(true);
    write('one');
    await refuse(0, new AppError('RATE_LIMITED', { retryAfterSeconds: 3_600 }));
    expect(outbox.list()[0]).toMatchObject({
      state: 'failed',
      failure: { code: 'RATE_LIMITED', retryAfterSeconds: 3_600 },
    });
    expect(clock.pendingAlarms).toBe(0);
  });

  it('lets the next message pass when one is refused, and keeps its words', async () => {
    const { outbox, write, texts, refuse, answer, settled } = setUp();
    outbox.setOnline(true);
    const refused = write('one');
    write('two');
    await refuse(0, new AppError('NOT_FRIENDS_SEND', { detail: 'Can only message friends' }));
    expect(outbox.list()[0]).toMatchObject({
      content: 'one',
      state: 'failed',
      failure: { code: 'NOT_FRIENDS_SEND', detail: 'Can only message friends', retryable: false },
    });
    expect(texts()).toEqual(['one', 'two']);
    await answer(1);
    outbox.retry(refused.client_message_id);
    expect(texts()).toEqual(['one', 'two', 'one']);
    await answer(2);
    expect(settled.map(({ client_message_id: id }) => id)).toContain(refused.client_message_id);
  });

  it('does not send twice when somebody is impatient', () => {
    const { outbox, write, texts, changes } = setUp();
    outbox.setOnline(true);
    const message = write('one');
    outbox.retry(message.client_message_id);
    outbox.retry('unknown');
    expect(texts()).toEqual(['one']);
    expect(changes).toEqual([message]);
  });

  it('settles once, by the event or by the answer', async () => {
    const { outbox, write, texts, answer, settled } = setUp();
    outbox.setOnline(true);
    const message = write('one');
    write('two');
    outbox.settle(message.client_message_id, accepted(message));
    expect(settled).toHaveLength(1);
    expect(texts()).toEqual(['one']);
    await answer(0);
    expect(settled).toHaveLength(1);
    expect(texts()).toEqual(['one', 'two']);
    await answer(1);
    outbox.settle('of another device', messageWith({}));
    expect(settled).toHaveLength(2);
  });

  it('settles a message that was given up when it turns out that it had arrived', async () => {
    const { outbox, write, settled, clock, deliveries, refuse } = setUp();
    outbox.setOnline(true);
    const message = write('one');
    await refuse(0, new AppError('INTERNAL_ERROR'));
    while (deliveries.length < 20) {
      await clock.advance(10_000);
      if (outbox.list()[0]?.state === 'failed') break;
      await refuse(deliveries.length - 1, new AppError('INTERNAL_ERROR'));
    }
    expect(outbox.list()[0]?.state).toBe('failed');
    outbox.settle(message.client_message_id, accepted(message));
    expect(settled[0]?.message?.content).toBe('one');
    expect(outbox.list()).toEqual([]);
  });

  it('drops a message, also one whose request is under way', async () => {
    const { outbox, write, texts, answer, settled } = setUp();
    outbox.setOnline(true);
    const message = write('one');
    write('two');
    outbox.discard(message.client_message_id);
    expect(settled).toEqual([
      { client_message_id: message.client_message_id, conversation_id: garden, message: null },
    ]);
    await answer(0);
    expect(settled).toHaveLength(1);
    expect(texts()).toEqual(['one', 'two']);
  });

  it('leaves no timer behind when it is closed', async () => {
    const { outbox, write, refuse, clock } = setUp();
    write('waiting');
    outbox.setOnline(true);
    write('soup', kitchen);
    outbox.setOnline(false);
    outbox.close();
    await refuse(0, away);
    await refuse(1, new AppError('RATE_LIMITED'));
    write('too late');
    expect(clock.pendingAlarms).toBe(0);
  });

  it('keeps the order in each conversation whatever goes wrong', async () => {
    const fate = fc.constantFrom('answer', 'answer', 'cut', 'unwell', 'limited', 'event', 'flap');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 40 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
        async (fates, where) => {
          const { outbox, write, deliveries, refuse, answer, settled, clock } = setUp();
          outbox.setOnline(true);
          const written = where.map((isGarden, index) =>
            write(String(index), isGarden ? garden : kitchen),
          );
          let open = 0;
          for (const one of [...fates, ...Array<'answer'>(60).fill('answer')]) {
            const delivery = deliveries[open];
            if (delivery === undefined) {
              await clock.advance(1_000);
              continue;
            }
            if (one === 'flap') {
              outbox.setOnline(false);
              outbox.setOnline(true);
              continue;
            }
            const index = open++;
            if (one === 'answer') await answer(index);
            if (one === 'cut') await refuse(index, away);
            if (one === 'unwell') await refuse(index, new AppError('NOT_READY'));
            if (one === 'limited') await refuse(index, new AppError('RATE_LIMITED'));
            if (one === 'event') {
              outbox.settle(delivery.message.client_message_id, accepted(delivery.message));
              await answer(index);
            }
          }
          const failed = outbox.list().map(({ content }) => content);
          for (const place of [garden, kitchen]) {
            const arrived = settled.filter(({ conversation_id: id }) => id === place);
            const expected = written
              .filter(({ conversation_id: id }) => id === place)
              .map(({ content }) => content)
              .filter((content) => !failed.includes(content));
            expect(arrived.map(({ message }) => message?.content)).toEqual(expected);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
