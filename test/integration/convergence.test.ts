import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createConversation } from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import { listMessages } from '#protocol/messages.ts';
import type { Message } from '#protocol/messages.ts';
import { askFriend } from '#protocol/people.ts';
import { ClientError } from '#client/chat-client.ts';
import { startServerForTest } from '../support/test-server.ts';
import { ClientPerson, overEachTransport } from './client/support/client-person.ts';
import { FragileNetwork } from './client/support/fragile-network.ts';
import { MessageView, visible } from './client/support/message-view.ts';

const emoji = ['👍', '❤️', '🎉', '👩‍👩‍👧'] as const;

/** One of three people does something, perhaps to a message that they see, or loses the connection. */
const step = fc.record({
  who: fc.nat({ max: 2 }),
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant('send' as const) },
    { weight: 3, arbitrary: fc.constantFrom('edit' as const, 'react' as const) },
    { weight: 1, arbitrary: fc.constantFrom('delete' as const, 'take back' as const) },
    { weight: 1, arbitrary: fc.constantFrom('cut' as const, 'go down' as const) },
    { weight: 2, arbitrary: fc.constant('come back' as const) },
  ),
  which: fc.nat(),
  emoji: fc.constantFrom(...emoji),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Seat {
  person: ClientPerson;
  network: FragileNetwork;
  view: MessageView;
}

/** What was refused, or did not come to an answer, is as good an outcome as any. */
async function whateverComesOfIt(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (!(error instanceof AppError) && !(error instanceof ClientError)) throw error;
    if (error instanceof AppError) {
      expect(['FORBIDDEN', 'MESSAGE_GONE', 'SERVER_CLOSING']).toContain(error.code);
    }
  }
}

class Table {
  readonly #seats: readonly Seat[];
  readonly #group: Conversation;
  readonly #underway: Promise<void>[] = [];
  #written = 0;

  constructor(seats: readonly Seat[], group: Conversation) {
    this.#seats = seats;
    this.#group = group;
  }

  take({ who, kind, which, emoji: chosen }: Step): void {
    const { person, network, view } = this.#seats[who]!;
    const seen = view.messages;
    const target = seen[which % Math.max(seen.length, 1)];
    const { actions } = person.client;
    const words = () => `${kind} ${String((this.#written += 1))}`;
    if (kind === 'send') person.say(this.#group, words());
    if (kind === 'cut') network.cut();
    if (kind === 'go down') network.goDown();
    if (kind === 'come back') network.comeBack();
    if (target === undefined) return;
    if (kind === 'edit') this.#try(actions.edit(target.id, words()));
    if (kind === 'delete') this.#try(actions.delete(target.id));
    if (kind === 'react') this.#try(actions.addReaction(target.id, chosen));
    if (kind === 'take back') this.#try(actions.removeReaction(target.id, chosen));
  }

  /** All are back, everything has come to its end, and its news have reached everybody. */
  async settle(): Promise<void> {
    for (const { network, person } of this.#seats) {
      network.comeBack();
      person.client.reconnectNow();
    }
    await Promise.all(this.#underway);
    for (const { person } of this.#seats) {
      await person.until(() => person.client.connection.status === 'online');
      await person.until(() => person.client.outbox.list(this.#group.id).length === 0);
    }
    // Events come in the order of the log: whoever has this one has all before it.
    this.#seats[0]!.person.say(this.#group, 'the end');
    for (const { person, view } of this.#seats) await person.until(() => view.has('the end'));
  }

  #try(action: Promise<unknown>): void {
    this.#underway.push(whateverComesOfIt(action));
  }
}

async function wholeHistory(person: ClientPerson, group: Conversation): Promise<Message[]> {
  const limit = limits.messagePageMax;
  const history: Message[] = [];
  for (;;) {
    const oldest = history[0];
    const page = await person.client.call(listMessages, {
      params: { conversation_id: group.id },
      query: {
        limit,
        mark_read: false,
        ...(oldest === undefined ? {} : { before_message_id: oldest.id }),
      },
    });
    history.unshift(...page.reverse());
    if (page.length < limit) return history;
  }
}

async function threeFriends(networks: readonly FragileNetwork[]) {
  const people = await Promise.all(
    networks.map((network, index) => ClientPerson.signUp(network.url, `person${String(index)}`)),
  );
  const [first, ...others] = people;
  for (const other of others) {
    await first!.client.call(askFriend, { body: { user_id: other.id } });
    await other.client.call(askFriend, { body: { user_id: first!.id } });
  }
  return people;
}

overEachTransport('three people who do whatever they like through a bad network', () => {
  const seed = randomInt(2 ** 31);

  it(`see the same in the end, which is what the server has (seed ${String(seed)})`, async () => {
    const server = await startServerForTest();
    const networks = await Promise.all([0, 1, 2].map(() => FragileNetwork.to(server.port)));
    const people = await threeFriends(networks);
    const ends: Message[] = [];
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 30, maxLength: 60 }),
      async (steps) => {
        const group = await people[0]!.client.call(createConversation, {
          body: {
            participant_ids: people.slice(1).map(({ id }) => id),
            conversation_type: 'group',
          },
        });
        const seats = people.map((person, index) => ({
          person,
          network: networks[index]!,
          view: new MessageView(person, group.id),
        }));
        const table = new Table(seats, group);
        for (const each of steps) {
          table.take(each);
          // A breath, in which things get some of their way.
          await fetch(`${server.url}/api/v1/health`);
        }
        await table.settle();
        const history = await wholeHistory(people[0]!, group);
        ends.push(...history);
        expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
        for (const { view } of seats)
          expect(view.messages.map(visible)).toEqual(history.map(visible));
      },
    );
    await fc.assert(property, { seed, numRuns: 20, endOnFailure: true });
    // Or else nothing was shown.
    expect(ends.some(({ edited_at }) => edited_at !== null)).toBe(true);
    expect(ends.some(({ is_deleted }) => is_deleted)).toBe(true);
    expect(ends.some(({ reactions }) => reactions.length > 0)).toBe(true);
    expect(people.every(({ states }) => states.includes('waiting'))).toBe(true);
    for (const person of people) {
      expect(person.resynchronisations).toEqual(['first-connection']);
      expect(person.problems).toEqual([]);
    }
  }, 300_000);
});
