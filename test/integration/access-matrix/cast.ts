import { randomUUID } from 'node:crypto';
import { cpSync, rmSync } from 'node:fs';
import { afterAll, expect } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { FriendRequest } from '#protocol/people.ts';
import type { Message } from '#protocol/messages.ts';
import type { Scope } from '#protocol/scopes.ts';
import { everyScope, newBot } from '../../support/bots.ts';
import { eventually } from '../../support/eventually.ts';
import { befriend, personAt, say, signIn, signUp, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { upload } from '../attachments/support/files.ts';
import { startServer, temporaryFolder } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

/** Who asks, seen from the owner of what is asked for. */
export const kinds = [
  'stranger',
  'former friend',
  'blocked',
  'former member',
  'group admin',
  'server admin',
  'bot',
  'bot without scopes',
  'signed out',
  'expired',
  'nobody',
] as const;
export type Kind = (typeof kinds)[number];

/** Those who may never see what the owner wrote, whatever they ask for. */
export const outsiders: ReadonlySet<Kind> = new Set([
  'stranger',
  'former member',
  'server admin',
  'bot',
  'bot without scopes',
  'signed out',
  'expired',
  'nobody',
]);

export interface Cast {
  server: TestServer;
  owner: TestPerson;
  /** In every group, and a friend of its admins. */
  member: TestPerson;
  /** A friend of the group's admins who is in no group yet. */
  guest: TestPerson;
  /** Has asked the owner to be friends. */
  asker: TestPerson;
  callers: Record<Exclude<Kind, 'nobody'>, TestPerson>;
}

/** Something of the owner's, and the caller's relation to it. */
export interface Place {
  cast: Cast;
  kind: Kind;
  /** The caller; for nobody, somebody whose token is not used. */
  caller: TestPerson;
  /** Direct with former friends and the blocked, else a group. */
  conversation: Conversation;
  /** The owner's, with words that nobody else knows. */
  message: Message;
  /** The caller's own, where they have ever been in the conversation; else the owner's. */
  ownMessage: Message;
}

type People = Omit<Cast, 'server' | 'callers'> & {
  callers: Record<Exclude<Kind, 'nobody' | 'expired'>, TestPerson>;
};

type Everybody = Omit<Cast, 'server'>;

interface Prepared {
  /** The data folder of a server that is closed. */
  folder: string;
  key: Uint8Array;
  people: Everybody;
}

/** Nobody can be given none; no row of the matrix asks for this one but sync's. */
export const leastScope: Scope = 'events:read';

async function everybody(url: string): Promise<People> {
  const named = (name: string) => signUp(url, name);
  const [
    owner,
    member,
    guest,
    asker,
    signedOut,
    host,
    stranger,
    friend,
    blocked,
    left,
    groupAdmin,
  ] = await Promise.all([
    named('owner'),
    named('member'),
    named('guest'),
    named('asker'),
    named('signed-out'),
    signIn(url, 'founder'),
    named('stranger'),
    named('former-friend'),
    named('blocked'),
    named('former-member'),
    named('group-admin'),
  ]);
  await signedOut.post('/auth/logout');
  for (const one of [owner, groupAdmin]) {
    await befriend(one, member);
    await befriend(one, guest);
  }
  await asker.post('/friends/requests', { user_id: owner.id });
  const callers = {
    stranger,
    'former friend': friend,
    blocked,
    'former member': left,
    'group admin': groupAdmin,
    'server admin': host,
    // A stranger that may ask whatever a bot may.
    bot: await newBot(url, host, 'able', everyScope),
    'bot without scopes': await newBot(url, host, 'unable', [leastScope]),
    'signed out': signedOut,
  };
  return { owner, member, guest, asker, callers };
}

/** The tokens of one person are over when this answers, those of all others are not. */
async function prepare(): Promise<Prepared> {
  const first = await startServer({ accessTokenLifetimeSeconds: 1 });
  // The first account is the administrator's.
  await signUp(first.url, 'founder');
  const expired = await signUp(first.url, 'expired');
  await first.close();
  const { dataFolder: folder, key } = first;
  const second = await startServer({ dataFolder: folder, unlock: () => key });
  const people = await everybody(second.url);
  await second.close();
  const { exp } = JSON.parse(
    Buffer.from(expired.token.split('.')[1] ?? '', 'base64url').toString(),
  ) as { exp: number };
  await eventually(() => {
    expect(Date.now()).toBeGreaterThan(exp * 1000);
  });
  return { folder, key, people: { ...people, callers: { ...people.callers, expired } } };
}

let prepared: Promise<Prepared> | undefined;
afterAll(async () => {
  if (prepared !== undefined) rmSync((await prepared).folder, { recursive: true, force: true });
});

/** A server of its own, on which all is as on every other when this answers. */
export async function assembleCast(): Promise<Cast> {
  prepared ??= prepare();
  const { folder, key, people } = await prepared;
  const dataFolder = temporaryFolder();
  cpSync(folder, dataFolder, { recursive: true });
  const server = await startServer({ dataFolder, unlock: () => key });
  const at = (person: TestPerson) => personAt(server.url, person);
  const callers = Object.entries(people.callers).map(([kind, person]) => [kind, at(person)]);
  return {
    server: { ...server, key },
    owner: at(people.owner),
    member: at(people.member),
    guest: at(people.guest),
    asker: at(people.asker),
    callers: Object.fromEntries(callers) as Cast['callers'],
  };
}

/** Whatever stood between the two is gone. */
async function makeStrangers(owner: TestPerson, other: TestPerson): Promise<void> {
  await owner.put(`/users/${other.id}/block`);
  await owner.delete(`/users/${other.id}/block`);
  await other.delete(`/users/${owner.id}/block`);
}

/** Words that nobody else knows; where there is a file, they stand in it too. */
async function tellSecret(
  { owner, server }: Cast,
  conversation: Conversation,
  withFile: boolean,
): Promise<Message> {
  const secret = `secret-${randomUUID()}`;
  if (!withFile) return say(owner, conversation, secret);
  const file = await upload(server.url, owner, Buffer.from(secret), { filename: 'secret.txt' });
  return say(owner, conversation, secret, { attachments: [file.id] });
}

/** A place of its own for one request: what an earlier one did has no part in it. */
export async function placeFor(cast: Cast, kind: Kind, withFile = false): Promise<Place> {
  const { owner, member } = cast;
  const caller = cast.callers[kind === 'nobody' ? 'stranger' : kind];
  const isSignedIn = kind !== 'signed out' && kind !== 'expired' && kind !== 'nobody';
  if (isSignedIn) await makeStrangers(owner, caller);
  const tell = (conversation: Conversation) => tellSecret(cast, conversation, withFile);
  if (kind === 'former friend' || kind === 'blocked') {
    await befriend(owner, caller);
    const conversation = await startConversation(owner, caller);
    const message = await tell(conversation);
    const ownMessage = await say(caller, conversation, 'Mine');
    await (kind === 'blocked'
      ? owner.put(`/users/${caller.id}/block`)
      : owner.delete(`/friends/${caller.id}`));
    return { cast, kind, caller, conversation, message, ownMessage };
  }
  if (kind === 'former member' || kind === 'group admin') {
    await befriend(owner, caller);
    const conversation = await startConversation(owner, member, caller);
    const at = `/messages/conversations/${conversation.id}`;
    const ownMessage = await say(caller, conversation, 'Mine');
    await (kind === 'group admin'
      ? owner.patch(`${at}/participants/${caller.id}`, { role: 'admin' })
      : caller.post(`${at}/leave`));
    const message = await tell(conversation);
    return { cast, kind, caller, conversation, message, ownMessage };
  }
  const conversation = await startConversation(owner, member, member);
  const message = await tell(conversation);
  return { cast, kind, caller, conversation, message, ownMessage: message };
}

/** The request that the owner has not answered. */
export async function askersRequest({ owner }: Cast): Promise<FriendRequest> {
  const { body } = await owner.get<{ incoming: FriendRequest[] }>('/friends/requests');
  const [request] = body.incoming.filter(({ user }) => user.username === 'asker');
  if (request === undefined) throw new Error('the request is not there');
  return request;
}
