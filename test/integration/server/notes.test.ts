import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationNote } from '#protocol/conversation-notes.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import { limits } from '#protocol/limits.ts';
import { withDatabase } from '../../support/database-file.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const at = ({ id }: { id: string }) => `/messages/conversations/${id}`;

const startGroup = async (creator: TestPerson, name: string, ...others: TestPerson[]) => {
  const { body } = await creator.post<Conversation>('/messages/conversations', {
    participant_ids: others.map(({ id }) => id),
    conversation_type: 'group',
    name,
  });
  return body;
};

const notesOf = async (person: TestPerson, group: { id: string }, query = '') => {
  const { status, body } = await person.get<ConversationNote[]>(`${at(group)}/notes${query}`);
  expect(status).toBe(200);
  return body;
};

/** The parts of a note that do not depend on the moment, people by their ids. */
const inShort = (note: ConversationNote) => ({
  kind: note.kind,
  actor: note.actor?.user_id ?? null,
  subjects: note.subjects.map(({ user_id }) => user_id),
  name: note.name,
  after_seq: note.after_seq,
});

describe('the notes of a group', () => {
  it('say everything that happened, in its place between the messages', async () => {
    const [alice, bob, carol, dave] = await newFriends(server.url, 'ann', 'bob', 'carol', 'dave');
    const group = await startGroup(alice, 'Crew', bob);
    await say(alice, group, 'One');
    const add = { user_ids: [carol.id, bob.id, dave.id] };
    await alice.post(`${at(group)}/participants`, add);
    await alice.patch(at(group), { name: 'The crew' });
    await say(bob, group, 'Two');
    await alice.patch(`${at(group)}/participants/${bob.id}`, { role: 'admin' });
    await bob.patch(`${at(group)}/participants/${alice.id}`, { role: 'member' });
    await bob.delete(`${at(group)}/participants/${dave.id}`);
    await bob.post(`${at(group)}/leave`);
    const notes = await notesOf(carol, group);
    expect(notes.map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    const nothing = { subjects: [], name: null };
    expect(notes.reverse().map(inShort)).toEqual([
      { kind: 'created', actor: alice.id, subjects: [bob.id], name: 'Crew', after_seq: 0 },
      { ...nothing, kind: 'added', actor: alice.id, subjects: [carol.id, dave.id], after_seq: 1 },
      { ...nothing, kind: 'renamed', actor: alice.id, name: 'The crew', after_seq: 1 },
      { ...nothing, kind: 'made_admin', actor: alice.id, subjects: [bob.id], after_seq: 2 },
      { ...nothing, kind: 'made_member', actor: bob.id, subjects: [alice.id], after_seq: 2 },
      { ...nothing, kind: 'removed', actor: bob.id, subjects: [dave.id], after_seq: 2 },
      { ...nothing, kind: 'left', actor: bob.id, after_seq: 2 },
      // The last admin has gone: the role passed on by itself.
      { ...nothing, kind: 'made_admin', actor: null, subjects: [alice.id], after_seq: 2 },
    ]);
    expect(notes[5]?.subjects[0]).toEqual({
      user_id: dave.id,
      username: dave.username,
      display_name: dave.username,
    });
  });

  it('leave the messages’ numbers and what is unread alone', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startGroup(alice, 'Crew', bob);
    await alice.patch(at(group), { name: 'The crew' });
    const { seq } = await say(alice, group, 'One');
    expect(seq).toBe(1);
    const { body } = await bob.get<Conversation>(at(group));
    expect(body).toMatchObject({ seq: 1, unread_count: 1 });
  });

  it('are told to the members of then, and come again by sync', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const cursor = (await bob.get<{ next_cursor: string }>('/messages/sync')).body.next_cursor;
    const sockets = await openSockets(server.url, alice, bob, carol);
    const group = await startGroup(alice, 'Crew', bob);
    await alice.post(`${at(group)}/participants`, { user_ids: [carol.id] });
    const [hers, his, carols] = sockets;
    const created = await his.next('conversation_note');
    const added = await his.next('conversation_note');
    expect(created).toMatchObject({ conversation_id: group.id, note: { kind: 'created' } });
    expect(added.note).toMatchObject({ kind: 'added', subjects: [{ user_id: carol.id }] });
    expect(await hers.soFar('conversation_note')).toEqual([created, added]);
    // She was not there when it was made; that she came is the first that she is told.
    expect(await carols.soFar('conversation_note')).toEqual([added]);
    await alice.delete(`${at(group)}/participants/${carol.id}`);
    const removed = await his.next('conversation_note');
    expect(removed.note.kind).toBe('removed');
    expect(await carols.soFar('conversation_note')).toHaveLength(1);

    const path = `/messages/sync?cursor=${cursor}`;
    const { body } = await bob.get<{ events: ReplayableEvent[] }>(path);
    const replayed = body.events.filter(({ type }) => type === 'conversation_note');
    expect(replayed).toEqual([created, added, removed]);
  });

  it('are not written where nothing changed', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startGroup(alice, 'Crew', bob);
    await alice.patch(at(group), { name: 'Crew' });
    await alice.post(`${at(group)}/participants`, { user_ids: [bob.id] });
    await alice.patch(`${at(group)}/participants/${bob.id}`, { role: 'member' });
    await alice.patch(at(group), { is_archived: true });
    expect((await notesOf(alice, group)).map(({ kind }) => kind)).toEqual(['created']);
  });

  it('come in pages, and for a range of messages', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startGroup(alice, 'Name 0', bob);
    for (const count of [1, 2, 3]) {
      await say(alice, group, `Message ${String(count)}`);
      await alice.patch(at(group), { name: `Name ${String(count)}` });
    }
    const names = async (query: string) =>
      (await notesOf(bob, group, query)).map(({ name }) => name);
    expect(await names('')).toEqual(['Name 3', 'Name 2', 'Name 1', 'Name 0']);
    expect(await names('?limit=2')).toEqual(['Name 3', 'Name 2']);
    expect(await names('?limit=2&before_number=3')).toEqual(['Name 1', 'Name 0']);
    expect(await names('?from_seq=1&to_seq=2')).toEqual(['Name 2', 'Name 1']);
    expect(await names('?from_seq=3')).toEqual(['Name 3']);
    expect(await names('?to_seq=0')).toEqual(['Name 0']);
    const bad = ['limit=0', 'limit=201', 'from_seq=-1', 'before_number=0', 'to_seq=x'];
    for (const query of bad) {
      expectError(await bob.get(`${at(group)}/notes?${query}`), 422, 'VALIDATION_ERROR');
    }
  });

  it('are for members, and a direct conversation has none', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const [stranger] = await newPeople(server.url, 'stranger');
    const group = await startGroup(alice, 'Crew', bob, carol);
    await alice.delete(`${at(group)}/participants/${carol.id}`);
    for (const outsider of [carol, stranger]) {
      const answer = await outsider.get(`${at(group)}/notes`);
      expectError(answer, 404, 'CONVERSATION_NOT_FOUND');
    }
    const direct = await startConversation(alice, bob);
    expect(await notesOf(alice, direct)).toEqual([]);
  });
});

/** Strangers who came in over time; to sign so many up would take minutes. */
function fillUp({ id }: { id: string }, count: number): void {
  withDatabase(server.dataFolder, server.key, (database) => {
    const add = database.transaction((name: string) => {
      database
        .prepare(
          `INSERT INTO user (id, username, display_name, display_name_key, password_hash, is_admin,
             created_at) VALUES (?, ?, ?, ?, '', 0, 0)`,
        )
        .run(randomUUID(), name, name, name);
      database
        .prepare(
          `INSERT INTO participant (conversation_id, user_id, role, joined_at)
           SELECT ?, id, 'member', 1 FROM user WHERE username = ?`,
        )
        .run(id, name);
    });
    for (let index = 0; index < count; index += 1) add(`passer-by-${String(index)}`);
  });
}

describe('a group that is full', () => {
  it('takes nobody more', async () => {
    const names = Array.from({ length: 5 }, (_, index) => `member-${String(index)}`);
    const [alice, ...others] = await newFriends(server.url, ...names);
    if (alice === undefined) throw new Error('nobody signed up');
    const group = await startConversation(alice, ...others.slice(0, 2));
    const ids = others.slice(2).map(({ id }) => id);
    fillUp(group, limits.groupMembersMax - 4);
    const add = (user_ids: string[]) => alice.post(`${at(group)}/participants`, { user_ids });
    expectError(await add(ids), 400, 'INVALID_PARTICIPANT_COUNT');
    // All or nobody.
    expect((await alice.get<Conversation>(at(group))).body.participants).toHaveLength(999);
    expect((await add(ids.slice(0, 1))).status).toBe(200);
    expectError(await add(ids.slice(1)), 400, 'INVALID_PARTICIPANT_COUNT');
    expect((await notesOf(alice, group)).map(({ kind }) => kind)).toEqual(['added', 'created']);
  });
});
