import type { UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { TestPerson } from './rest.ts';

/** Deliveries are written in rounds, with rests of a second at most between them. */
const restMaxMs = 1_500;

/**
 * All that people can see, and the server's place in its log: equal before and after a request
 * that must change nothing.
 */
export async function visibleState(
  ...people: [TestPerson, ...TestPerson[]]
): Promise<Record<string, unknown>[]> {
  const [first] = people;
  const begunAt = Date.now();
  for (;;) {
    const states = await Promise.all(people.map(look));
    // Looking brings messages to people. That is written in at most two turns, and health writes.
    await first.get('/health');
    await first.get('/health');
    const { body: log } = await first.get('/messages/sync');
    const isStill = states.every((state) => JSON.stringify(state.log) === JSON.stringify(log));
    const isWritten = states.every((state) => hasEverybodyGot(state, states, people));
    // What came before somebody joined may never count as having reached them.
    if (isStill && (isWritten || Date.now() - begunAt > restMaxMs)) return states;
  }
}

/** Whether a person's messages say that they have reached all who have just looked at them. */
function hasEverybodyGot(
  { messages }: Looked,
  states: readonly Looked[],
  people: readonly TestPerson[],
): boolean {
  return messages
    .flat()
    .every(({ id, sender_id, delivered_to }) =>
      people
        .filter((_, place) => states[place]?.messages.flat().some((seen) => seen.id === id))
        .every((person) => person.id === sender_id || delivered_to.includes(person.id as UserId)),
    );
}

interface Looked extends Record<string, unknown> {
  messages: Message[][];
  log: unknown;
}

async function look(person: TestPerson): Promise<Looked> {
  const read = async (path: string) => (await person.get(path)).body;
  // First: what is written while the rest is read must show.
  const log = await read('/messages/sync');
  const conversations = (await read('/messages/conversations')) as { id: string }[];
  const messages = conversations.map(({ id }) =>
    read(`/messages/conversations/${id}/messages?mark_read=false&limit=5`),
  );
  return {
    account: await read('/auth/me'),
    sessions: ((await read('/auth/sessions')) as { id: string }[]).map(({ id }) => id).sort(),
    friends: await read('/friends'),
    requests: await read('/friends/requests'),
    conversations,
    archived: await read('/messages/conversations?archived=true'),
    messages: (await Promise.all(messages)) as Message[][],
    log,
  };
}
