import type { TestPerson } from './rest.ts';

/**
 * All that people can see, and the server's place in its log: equal before and after a request
 * that must change nothing.
 */
export async function visibleState(
  ...people: [TestPerson, ...TestPerson[]]
): Promise<Record<string, unknown>[]> {
  const [first] = people;
  for (;;) {
    const states = await Promise.all(people.map(look));
    // Looking brings messages to people. That is written in at most two turns, and health writes.
    await first.get('/health');
    await first.get('/health');
    const { body: log } = await first.get('/messages/sync');
    if (states.every((state) => JSON.stringify(state.log) === JSON.stringify(log))) return states;
  }
}

async function look(person: TestPerson): Promise<Record<string, unknown>> {
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
    messages: await Promise.all(messages),
    log,
  };
}
