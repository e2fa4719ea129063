import type { Conversation } from '#protocol/conversations.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { Message } from '#protocol/messages.ts';
import { befriend, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { TestSocket } from '../../support/socket.ts';
import type { Cast } from './cast.ts';

/** Everybody who has a socket. */
export const names = [
  'owner',
  'member',
  'guest',
  'stranger',
  'former friend',
  'blocked',
  'former member',
  'group admin',
  'server admin',
] as const;
export type Name = (typeof names)[number];

/** The members of the group. */
export const inGroup: readonly Name[] = ['owner', 'member', 'group admin'];

/** A group, and direct conversations whose two are no longer friends; the owner said something in each. */
export interface Stage {
  cast: Cast;
  people: Record<Name, TestPerson>;
  sockets: Record<Name, TestSocket>;
  group: Conversation;
  message: Message;
  direct: Record<'former friend' | 'blocked', { conversation: Conversation; message: Message }>;
}

function peopleOf({ owner, member, guest, callers }: Cast): Record<Name, TestPerson> {
  return {
    owner,
    member,
    guest,
    stranger: callers.stranger,
    'former friend': callers['former friend'],
    blocked: callers.blocked,
    'former member': callers['former member'],
    'group admin': callers['group admin'],
    'server admin': callers['server admin'],
  };
}

function ofEach<T>(valueOf: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, T>;
}

/** Who is friends, who was, who is in the group and who left it: made once. */
async function build(cast: Cast): Promise<Omit<Stage, 'sockets' | 'message'>> {
  const { owner, member } = cast;
  const people = peopleOf(cast);
  for (const name of ['former friend', 'blocked', 'former member', 'group admin'] as const) {
    await befriend(owner, people[name]);
  }
  const started = await startConversation(
    owner,
    member,
    people['former member'],
    people['group admin'],
  );
  const at = `/messages/conversations/${started.id}`;
  await owner.patch(`${at}/participants/${people['group admin'].id}`, { role: 'admin' });
  await people['former member'].post(`${at}/leave`);
  const directWith = async (name: 'former friend' | 'blocked') => {
    const conversation = await startConversation(owner, people[name]);
    const message = await say(owner, conversation, 'Between the two of us');
    await people[name].put(
      `/messages/messages/${message.id}/reactions/${encodeURIComponent('👍')}`,
    );
    return { conversation, message };
  };
  const direct = {
    'former friend': await directWith('former friend'),
    blocked: await directWith('blocked'),
  };
  await owner.delete(`/friends/${people['former friend'].id}`);
  await owner.put(`/users/${people.blocked.id}/block`);
  return { cast, people, group: started, direct };
}

export class Theatre {
  readonly #built: Omit<Stage, 'sockets' | 'message'>;

  private constructor(built: Omit<Stage, 'sockets' | 'message'>) {
    this.#built = built;
  }

  static async open(cast: Cast): Promise<Theatre> {
    return new Theatre(await build(cast));
  }

  /** The same people with new sockets, on which all that happened before has been said. */
  async set(): Promise<Stage> {
    const { cast, people, group } = this.#built;
    const message = await say(cast.owner, group, 'For the group');
    const opened = await Promise.all(
      names.map(async (name) => TestSocket.open(cast.server.url, people[name].token)),
    );
    const sockets = ofEach((name) => opened[names.indexOf(name)]!);
    await cast.server.settled();
    for (const socket of opened) await socket.soFar('heartbeat_ack');
    return { ...this.#built, message, sockets };
  }
}

interface SyncPage {
  events: ReplayableEvent[];
  next_cursor: string;
}

export async function presentCursor(person: TestPerson): Promise<string> {
  return (await person.get<SyncPage>('/messages/sync')).body.next_cursor;
}

export async function typesSince(person: TestPerson, cursor: string): Promise<Set<string>> {
  const { body } = await person.get<SyncPage>(`/messages/sync?cursor=${cursor}&limit=500`);
  return new Set(body.events.map(({ type }) => type));
}
