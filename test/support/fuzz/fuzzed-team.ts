import type { Conversation } from '#protocol/conversations.ts';
import type { Tokens } from '#protocol/accounts.ts';
import { befriend, password, personOf, say, startConversation } from '../rest.ts';
import type { TestPerson } from '../rest.ts';
import { FuzzClient } from './fuzzed-server.ts';
import type { Known } from './values-of-schema.ts';

export interface Team {
  people: readonly TestPerson[];
  known: Known;
}

/**
 * A few friends with conversations, so that fuzzed requests find something to touch. The owner is the same
 * in each round, with a new session; the others are new.
 */
export async function newTeam(url: string, round: number): Promise<Team> {
  // An address of this computer for each round: nobody is refused for how many came before.
  const from = `127.1.${String(Math.floor(round / 250))}.${String(1 + (round % 250))}`;
  const door = new FuzzClient(url, from);
  const owner = await enter(door, url, round === 0 ? 'register' : 'login', 'owner');
  const [anna, boris, chen] = [
    await enter(door, url, 'register', `anna-${String(round)}`),
    await enter(door, url, 'register', `boris-${String(round)}`),
    await enter(door, url, 'register', `chen-${String(round)}`),
  ];
  door.close();
  await revokeInvites(owner);
  for (const other of [anna, boris, chen]) await befriend(owner, other);
  await befriend(anna, boris);
  const conversations = [
    await startConversation(owner, anna),
    await startConversation(anna, boris),
    await startConversation(owner, anna, boris, chen),
  ];
  const people = [owner, anna, boris, chen];
  return { people, known: await knownOf(people, anna, conversations) };
}

async function enter(
  door: FuzzClient,
  url: string,
  how: 'register' | 'login',
  username: string,
): Promise<TestPerson> {
  const { status, text } = await door.ask({
    method: 'POST',
    path: `/api/v1/auth/${how}`,
    token: null,
    headers: {},
    body: Buffer.from(JSON.stringify({ username, password })),
  });
  if (status >= 300) throw new Error(`${username} could not ${how}: ${text}`);
  return personOf(url, JSON.parse(text) as Tokens);
}

/** Of the round before: nobody keeps thousands, and each list would be longer than the last. */
async function revokeInvites(owner: TestPerson): Promise<void> {
  const { body: invites } = await owner.get<{ code: string }[]>('/invites');
  for (const { code } of invites) {
    const { status } = await owner.delete(`/invites/${code}`);
    if (status !== 200) throw new Error(`the invite ${code} stays: ${String(status)}`);
  }
}

async function knownOf(
  people: readonly TestPerson[],
  writer: TestPerson,
  conversations: readonly Conversation[],
): Promise<Known> {
  const messages: string[] = [];
  for (const conversation of conversations) {
    for (const text of ['First', 'Second @anna', 'Привет, 世界']) {
      messages.push((await say(writer, conversation, text)).id);
    }
  }
  return {
    conversation_id: conversations.map(({ id }) => id),
    message_id: messages,
    reply_to_id: messages,
    user_id: people.map(({ id }) => id),
    participant_id: people.map(({ id }) => id),
    username: people.map(({ username }) => username),
    emoji: ['👍', '❤️', '🎉'],
    q: ['first', 'при', '世'],
  };
}
