import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '#protocol/limits.ts';
import type { Message } from '#protocol/messages.ts';
import { expectError, expectInvalid } from '../../support/error-answer.ts';
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

const reactionPath = (message: { id: string }, emoji: string) =>
  `/messages/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`;

const react = (person: TestPerson, message: { id: string }, emoji: string) =>
  person.put<Message>(reactionPath(message, emoji));

const takeBack = (person: TestPerson, message: { id: string }, emoji: string) =>
  person.delete<Message>(reactionPath(message, emoji));

async function asNow(person: TestPerson, message: Message): Promise<Message> {
  const path = `/messages/conversations/${message.conversation_id}/messages?mark_read=false`;
  const { body } = await person.get<Message[]>(`${path}&around_message_id=${message.id}`);
  const found = body.find(({ id }) => id === message.id);
  if (found === undefined) throw new Error('the message is not there');
  return found;
}

describe('a reaction', () => {
  it('is shown to everybody, by emoji and in the order in which they came', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    const message = await say(alice, group, 'Who is in?');
    const sockets = await openSockets(server.url, alice, bob, carol);
    await react(bob, message, '👍');
    await react(carol, message, '🎉');
    const { status, body } = await react(alice, message, '👍');
    expect(status).toBe(200);
    const reactions = [
      { emoji: '👍', count: 2, user_ids: [bob.id, alice.id] },
      { emoji: '🎉', count: 1, user_ids: [carol.id] },
    ];
    expect(body).toMatchObject({ id: message.id, content: 'Who is in?', reactions });
    for (const socket of sockets) {
      const first = await socket.next('reaction_added');
      expect(first).toMatchObject({
        message_id: message.id,
        conversation_id: group.id,
        user_id: bob.id,
        emoji: '👍',
        reactions: [{ emoji: '👍', count: 1, user_ids: [bob.id] }],
      });
      await socket.next('reaction_added');
      expect((await socket.next('reaction_added')).reactions).toEqual(reactions);
    }
    for (const person of [alice, bob, carol]) {
      expect((await asNow(person, message)).reactions).toEqual(reactions);
    }
  });

  it('is taken back by the one who gave it, and by nobody else', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const message = await say(alice, await startConversation(alice, bob), 'Nice');
    await react(bob, message, '😀');
    expect((await takeBack(alice, message, '😀')).body.reactions).toHaveLength(1);
    const [hers] = await openSockets(server.url, alice);
    expect((await takeBack(bob, message, '😀')).body.reactions).toEqual([]);
    expect(await hers.next('reaction_removed')).toMatchObject({
      message_id: message.id,
      user_id: bob.id,
      emoji: '😀',
      reactions: [],
    });
  });

  it('given twice counts once; one that is not there is taken back without a word', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const message = await say(alice, await startConversation(alice, bob), 'Once');
    const [hers] = await openSockets(server.url, alice);
    await react(bob, message, '👍');
    expect((await react(bob, message, '👍')).status).toBe(200);
    expect((await takeBack(bob, message, '🎉')).status).toBe(200);
    expect((await asNow(alice, message)).reactions).toMatchObject([{ emoji: '👍', count: 1 }]);
    expect(await hers.soFar('reaction_added')).toHaveLength(1);
    expect(await hers.soFar('reaction_removed')).toHaveLength(0);
  });

  it.each(['👍', '👍🏽', '🇺🇦', '5️⃣', '👨‍👩‍👧‍👦', '👩🏻‍❤️‍💋‍👨🏿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏳️‍🌈', '❤️', '©️', '🫩'])(
    'may be %s',
    async (emoji) => {
      const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
      const message = await say(alice, await startConversation(alice, bob), 'Any');
      const { status, body } = await react(bob, message, emoji);
      expect({ status, emoji: body.reactions[0]?.emoji }).toEqual({ status: 200, emoji });
    },
  );

  it.each([
    'a',
    '5',
    'ok',
    '👍👍',
    '👍 ',
    ' 👍',
    '👍a',
    '🇺',
    '🇺🇦🇺🇦',
    'é',
    '\u200D',
    '👍\u0301',
    '字',
    '👍\n',
  ])('may not be %j', async (text) => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const message = await say(alice, await startConversation(alice, bob), 'None');
    expectInvalid(await react(bob, message, text), 'path.emoji');
    expectInvalid(await takeBack(bob, message, text), 'path.emoji');
  });

  it('is the same with and without variation selectors', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const message = await say(alice, await startConversation(alice, bob), 'Hearts');
    for (const emoji of ['❤', '❤️', '👍\uFE0F', '👍', '👁‍🗨', '👁️‍🗨️']) await react(bob, message, emoji);
    const { reactions } = await asNow(bob, message);
    expect(reactions.map(({ emoji }) => emoji)).toEqual(['❤️', '👍', '👁️‍🗨️']);
    await takeBack(bob, message, '❤');
    expect((await asNow(bob, message)).reactions).toHaveLength(2);
  });

  it('is one of at most twenty of a person, and of fifty different ones', async () => {
    const people = await newFriends(server.url, 'alice', 'bob', 'carol');
    const [alice, bob, carol] = people;
    const message = await say(alice, await startConversation(alice, bob, carol), 'Many');
    const faces = Array.from({ length: limits.reactionEmojiMax + 1 }, (_, index) =>
      String.fromCodePoint(0x1f600 + index),
    );
    const perPerson = limits.reactionsOfOnePersonMax;
    for (const [index, emoji] of faces.slice(0, limits.reactionEmojiMax).entries()) {
      const { status } = await react(people[Math.floor(index / perPerson)]!, message, emoji);
      expect(status).toBe(200);
    }
    expectError(await react(carol, message, faces.at(-1)!), 409, 'TOO_MANY_REACTIONS');
    expectError(await react(alice, message, faces[perPerson]!), 409, 'TOO_MANY_REACTIONS');
    // One that is there already is not one more kind.
    expect((await react(carol, message, faces[0]!)).status).toBe(200);
  });
});

describe('reacting is refused', () => {
  it('to strangers and former members, as if there were no message: 404', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const [stranger] = await newPeople(server.url, 'stranger');
    const group = await startConversation(alice, bob, carol);
    const message = await say(alice, group, 'Ours');
    await react(carol, message, '👍');
    await carol.post(`/messages/conversations/${group.id}/leave`);
    for (const person of [stranger, carol]) {
      expectError(await react(person, message, '🎉'), 404, 'MESSAGE_NOT_FOUND');
      expectError(await takeBack(person, message, '👍'), 404, 'MESSAGE_NOT_FOUND');
    }
    const nothing = { id: randomUUID() };
    expectError(await react(alice, nothing, '👍'), 404, 'MESSAGE_NOT_FOUND');
    expect((await asNow(alice, message)).reactions).toMatchObject([{ emoji: '👍', count: 1 }]);
  });

  it('to former friends and the blocked, who may take back what they gave', async () => {
    const [alice, bob, mallory] = await newFriends(server.url, 'alice', 'bob', 'mallory');
    for (const [other, ends] of [
      [bob, () => alice.delete(`/friends/${bob.id}`)],
      [mallory, () => alice.put(`/users/${mallory.id}/block`)],
    ] as const) {
      const message = await say(alice, await startConversation(alice, other), 'Before');
      await react(other, message, '👍');
      await ends();
      for (const person of [alice, other]) {
        expectError(await react(person, message, '🎉'), 403, 'NOT_FRIENDS_SEND');
      }
      expect((await takeBack(other, message, '👍')).body.reactions).toEqual([]);
    }
  });

  it('on a message that is gone: 409; nothing is left to take back', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const message = await say(alice, await startConversation(alice, bob), 'Soon gone');
    await react(bob, message, '👍');
    await alice.delete(`/messages/messages/${message.id}`);
    expectError(await react(bob, message, '👍'), 409, 'MESSAGE_GONE');
    expect((await takeBack(bob, message, '👍')).body).toMatchObject({
      is_deleted: true,
      reactions: [],
    });
  });
});
