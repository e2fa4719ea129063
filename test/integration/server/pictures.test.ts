import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OwnAccount, User } from '#protocol/accounts.ts';
import type { ConversationNote } from '#protocol/conversation-notes.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { Friend } from '#protocol/people.ts';
import { expectError } from '../../support/error-answer.ts';
import { eventually } from '../../support/eventually.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
import { befriend, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { request, someBytes, upload } from '../attachments/support/files.ts';
import { photograph } from '../attachments/support/pictures.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const at = ({ id }: { id: string }) => `/messages/conversations/${id}`;
const addressOf = (id: string) => `/api/v1/attachments/${id}/thumbnail`;

async function pictureOf(person: TestPerson): Promise<string> {
  const { id } = await upload(server.url, person, await photograph('jpeg'), {
    filename: 'me.jpg',
  });
  return id;
}

async function statusFor(person: TestPerson | null, id: string): Promise<number> {
  return (await request(server.url, person, 'GET', `/${id}/thumbnail`)).status;
}

function isOnDisk(id: string): boolean {
  return readdirSync(join(server.dataFolder, 'attachments')).some((name) => name.startsWith(id));
}

it('a person has a picture, and everybody who sees them sees it', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const [acquaintance, stranger] = await newPeople(server.url, 'carol', 'dora');
  await befriend(bob, acquaintance);
  const group = await startConversation(bob, alice, acquaintance);
  const sockets = await openSockets(server.url, alice, bob, acquaintance);
  const [watching] = await openSockets(server.url, stranger);
  const avatar_id = await pictureOf(alice);

  const { status, body } = await alice.patch<OwnAccount>('/auth/me', { avatar_id });
  expect(status).toBe(200);
  expect(body.avatar_url).toBe(addressOf(avatar_id));
  for (const socket of sockets) {
    const { user } = await socket.next('user_updated');
    expect(user).toMatchObject({ id: alice.id, avatar_url: addressOf(avatar_id) });
  }
  expect(await watching.soFar('user_updated')).toEqual([]);
  const friends = await bob.get<Friend[]>('/friends');
  const seenByBob = friends.body.find(({ user }) => user.id === alice.id);
  expect(seenByBob?.user.avatar_url).toBe(addressOf(avatar_id));
  const seen = await acquaintance.get<Conversation>(at(group));
  const member = seen.body.participants.find(({ user_id }) => user_id === alice.id);
  expect(member?.avatar_url).toBe(addressOf(avatar_id));
  const found = await stranger.get<User[]>(`/users?query=${alice.username}`);
  expect(found.body[0]?.avatar_url).toBe(addressOf(avatar_id));

  // The address says which picture; it opens nothing by itself.
  for (const person of [alice, bob, acquaintance, stranger]) {
    expect(await statusFor(person, avatar_id)).toBe(200);
  }
  expect(await statusFor(null, avatar_id)).toBe(401);
  const answer = await request(server.url, stranger, 'GET', `/${avatar_id}/thumbnail`);
  const { format, width } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
  expect({ format, width }).toEqual({ format: 'webp', width: 480 });
});

it('a picture that is replaced or taken away is erased, and so told', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const [first, second] = [await pictureOf(alice), await pictureOf(alice)];
  await alice.patch('/auth/me', { avatar_id: first });
  const [socket] = await openSockets(server.url, bob);
  await alice.patch('/auth/me', { avatar_id: second });
  expect((await socket.next('user_updated')).user.avatar_url).toBe(addressOf(second));
  expect(await statusFor(bob, first)).toBe(404);
  await eventually(() => {
    expect(isOnDisk(first)).toBe(false);
  });
  // The same once more changes nothing.
  await alice.patch('/auth/me', { avatar_id: second });
  const { body } = await alice.patch<OwnAccount>('/auth/me', { avatar_id: null });
  expect(body.avatar_url).toBeNull();
  expect((await socket.next('user_updated')).user.avatar_url).toBeNull();
  expect(await socket.soFar('user_updated')).toHaveLength(2);
  expect(await statusFor(alice, second)).toBe(404);
  await eventually(() => {
    expect(isOnDisk(second)).toBe(false);
  });
});

it('refuses what is no picture, not one’s own, or in use, and changes nothing', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const text = (await upload(server.url, alice, someBytes(100))).id;
  const foreign = await pictureOf(bob);
  const sent = await pictureOf(alice);
  await say(alice, conversation, '', { attachments: [sent] });
  const mine = await pictureOf(alice);
  await alice.patch('/auth/me', { avatar_id: mine });
  const before = (await alice.get<OwnAccount>('/auth/me')).body;

  const withName = (avatar_id: string) => ({ display_name: 'Other', avatar_id });
  expectError(await alice.patch('/auth/me', withName(text)), 422, 'ATTACHMENT_REFUSED');
  for (const avatar_id of [foreign, sent]) {
    expectError(await alice.patch('/auth/me', withName(avatar_id)), 404, 'ATTACHMENT_NOT_FOUND');
  }
  expect((await alice.get<OwnAccount>('/auth/me')).body).toEqual(before);

  // What is a picture of somebody is no file to be sent, nor to be removed as one.
  expect((await alice.delete(`/attachments/${mine}`)).status).toBe(404);
  const message = { content: '', attachments: [mine] };
  expect((await alice.post(`${at(conversation)}/messages`, message)).status).toBe(404);
  expect(await statusFor(alice, mine)).toBe(200);
});

it('a group has a picture that its admins change and its members alone see', async () => {
  const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
  const [stranger] = await newPeople(server.url, 'stranger');
  const group = await startConversation(alice, bob, carol);
  expect(group.avatar_url).toBeNull();
  const [socket] = await openSockets(server.url, bob);
  expectError(await bob.patch(at(group), { avatar_id: await pictureOf(bob) }), 403, 'FORBIDDEN');
  const avatar_id = await pictureOf(alice);
  const changes = { name: 'Harbour', avatar_id };
  const { body } = await alice.patch<Conversation>(at(group), changes);
  expect(body).toMatchObject({ name: 'Harbour', avatar_url: addressOf(avatar_id) });
  // One for the name, one for the picture.
  await socket.next('conversation_updated');
  const told = await socket.next('conversation_updated');
  expect(told).toMatchObject({ name: 'Harbour', avatar_url: addressOf(avatar_id) });
  const listed = await bob.get<Conversation[]>('/messages/conversations');
  const inList = listed.body.find(({ id }) => id === group.id);
  expect(inList?.avatar_url).toBe(addressOf(avatar_id));
  expect(await statusFor(bob, avatar_id)).toBe(200);
  expect(await statusFor(stranger, avatar_id)).toBe(404);

  await carol.post(`${at(group)}/leave`);
  expect(await statusFor(carol, avatar_id)).toBe(404);
  await alice.patch(at(group), { avatar_id: null });
  expect((await bob.get<Conversation>(at(group))).body.avatar_url).toBeNull();
  expect(await statusFor(bob, avatar_id)).toBe(404);
  const { body: notes } = await bob.get<ConversationNote[]>(`${at(group)}/notes`);
  expect(notes.map(({ kind }) => kind)).toEqual([
    'picture_removed',
    'left',
    'pictured',
    'renamed',
    'created',
  ]);
});

it('a refused picture leaves the group’s name as it was, and a direct conversation has none', async () => {
  const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
  const group = await startConversation(alice, bob, carol);
  const text = (await upload(server.url, alice, someBytes(100))).id;
  const both = { name: 'Harbour', avatar_id: text };
  expectError(await alice.patch(at(group), both), 422, 'ATTACHMENT_REFUSED');
  expect((await alice.get<Conversation>(at(group))).body.name).toBeNull();
  const direct = await startConversation(alice, bob);
  const avatar_id = await pictureOf(alice);
  expectError(await alice.patch(at(direct), { avatar_id }), 403, 'FORBIDDEN');
});
