import { updateOwnAccount } from '#protocol/accounts.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import { askFriend } from '#protocol/people.ts';
import { ChatClient, newDeviceKey, VolatileMemory } from '#client/chat-client.ts';
import type { MovableClock } from './movable-clock.ts';
import { asked, askers, members, people } from './people.ts';
import type { Member } from './people.ts';
import { harbour, others } from './story.ts';
import { givePortraits, idOf, tellStories } from './tell-story.ts';

/** Everybody's, the demo being nobody's secret. */
export const demoPassword = 'correct horse battery';

export interface Demo {
  client(member: Member): ChatClient;
  /** The conversation of the whole team. */
  harbourId: ConversationId;
  /** Disconnects those who are online. */
  end(): Promise<void>;
}

interface FillOptions {
  url: string;
  /** The server's. */
  clock: MovableClock;
  /** She has an account there already. */
  annaIsThere?: boolean;
}

/**
 * Fills an empty server with a team and its week, through the client that the app uses. The server's
 * clock is what dates the week; it is set to now in the end.
 */
export async function fillDemo({ url, clock, annaIsThere = false }: FillOptions): Promise<Demo> {
  const clients = new Map<Member, ChatClient>();
  const client = (member: Member): ChatClient => {
    const found = clients.get(member);
    if (found === undefined) throw new Error(`${member} is not in the team`);
    return found;
  };
  for (const member of members) {
    const enters = member === 'anna' && annaIsThere ? 'login' : 'register';
    clients.set(member, await enter(url, member, people[member], enters));
  }
  await becomeFriends(client);
  await givePortraits(client);
  const ids = await tellStories([harbour, ...others], client, clock);
  const strangers = await askAnna(url, client('anna'));
  for (const member of ['ben', 'chidi', 'ming', 'fatima'] as const) client(member).connect();
  const harbourId = ids.get(harbour);
  if (harbourId === undefined) throw new Error('the team has no conversation');
  return {
    client,
    harbourId,
    end: async () => {
      for (const each of [...clients.values(), ...strangers]) await each.close();
    },
  };
}

async function enter(
  url: string,
  username: string,
  display_name: string,
  how: 'register' | 'login' = 'register',
): Promise<ChatClient> {
  const client = new ChatClient({
    url,
    deviceName: 'Workbench tablet',
    memory: new VolatileMemory(),
    sealed: { deviceKey: newDeviceKey(), expectedServerKey: null },
  });
  if (how === 'login') await client.login({ username, password: demoPassword });
  else await client.register({ username, password: demoPassword, display_name });
  await client.call(updateOwnAccount, { body: { display_name } });
  return client;
}

async function befriend(one: ChatClient, other: ChatClient): Promise<void> {
  await one.call(askFriend, { body: { user_id: idOf(other) } });
  await other.call(askFriend, { body: { user_id: idOf(one) } });
}

async function becomeFriends(client: (member: Member) => ChatClient): Promise<void> {
  for (const member of members) {
    if (member !== 'anna') await befriend(client('anna'), client(member));
  }
  for (const member of ['priya', 'fatima', 'ming'] as const) {
    await befriend(client('chidi'), client(member));
  }
}

/** Strangers who would like to be friends, and one whom Anna asked. */
async function askAnna(url: string, anna: ChatClient): Promise<ChatClient[]> {
  const strangers: ChatClient[] = [];
  for (const [username, name] of Object.entries(askers)) {
    const stranger = await enter(url, username, name);
    await stranger.call(askFriend, { body: { user_id: idOf(anna) } });
    strangers.push(stranger);
  }
  for (const [username, name] of Object.entries(asked)) {
    const stranger = await enter(url, username, name);
    await anna.call(askFriend, { body: { user_id: idOf(stranger) } });
    strangers.push(stranger);
  }
  return strangers;
}
