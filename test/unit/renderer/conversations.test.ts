import { describe, expect, test } from 'vitest';
import { ConversationsState } from '../../../src/renderer/features/conversations/conversations.state.svelte.ts';
import type { Conversation } from '#protocol/conversations.ts';
import {
  describeTyping,
  previewOf,
  titleOf,
} from '../../../src/renderer/features/conversations/describe.ts';
import { Refusal, installFakeBridge } from './support/fake-bridge.ts';
import {
  annaId,
  benId,
  conversation,
  conversationId,
  message,
  messageId,
  minute,
  ownId,
  ownMessage,
  participant,
  roomId,
  user,
} from './support/samples.ts';

async function loaded(...listed: ReturnType<typeof conversation>[]) {
  const bridge = installFakeBridge({
    listConversations: ({ archived }) =>
      listed.filter(({ is_archived }) => is_archived === archived),
    getConversation: ({ conversation_id }) => conversation({ id: conversation_id as never }),
  });
  const state = new ConversationsState(ownId);
  await state.load();
  return { state, bridge };
}

const unread = (state: ConversationsState) => state.get(roomId)?.unread_count;

test('a bot is shown as one, whatever it is called', () => {
  const bot = { ...participant(annaId), display_name: 'Anna', username: 'anna[bot]' };
  const direct = conversation({
    conversation_type: 'direct',
    participants: [participant(ownId), bot],
  });
  expect(titleOf(direct, ownId)).toMatch(/Anna.* \(bot\)$/);
});

describe('unread', () => {
  test("others' messages count, one's own do not, the same one counts once", async () => {
    const { state } = await loaded(conversation());
    await state.receive(message(1));
    await state.receive(message(1));
    await state.receive(ownMessage(2));
    await state.receive(message(3));
    expect(unread(state)).toBe(2);
  });

  test('a receipt from here and from the server lowers the number once', async () => {
    const { state } = await loaded(conversation({ unread_count: 3, seq: 3 }));
    state.markedRead(roomId, [messageId(1), messageId(2)]);
    state.markedRead(roomId, [messageId(2)]);
    expect(unread(state)).toBe(1);
  });

  test('what was read on another device is asked of the server', async () => {
    const { state } = await loaded(conversation({ unread_count: 3, seq: 3 }));
    installFakeBridge({ getConversation: () => conversation({ unread_count: 1, seq: 3 }) });
    await state.toldOfReading(roomId, [messageId(1), messageId(2)]);
    expect(unread(state)).toBe(1);
  });

  test('a receipt for what was read here changes nothing', async () => {
    const { state, bridge } = await loaded(conversation({ unread_count: 3, seq: 3 }));
    state.markedRead(roomId, [messageId(1)]);
    await state.toldOfReading(roomId, [messageId(1)]);
    expect(unread(state)).toBe(2);
    expect(bridge.calls.some(({ name }) => name === 'getConversation')).toBe(false);
  });

  test('a receipt that overtakes an older answer is not lost', async () => {
    const { state } = await loaded();
    const answers = [
      async () => {
        await state.toldOfReading(roomId, [messageId(1)]);
        return conversation({ unread_count: 1, seq: 1 });
      },
      () => conversation({ unread_count: 0, seq: 1 }),
    ];
    installFakeBridge({ getConversation: () => answers.shift()?.() ?? conversation() });
    await state.receive(message(1));
    expect(unread(state)).toBe(0);
    expect(answers).toEqual([]);
  });

  test('a receipt that overtakes an older list is not lost', async () => {
    const { state } = await loaded(conversation({ unread_count: 1, seq: 1 }));
    installFakeBridge({
      listConversations: async ({ archived }) => {
        if (archived) return [];
        await state.toldOfReading(roomId, [messageId(1)]);
        return [conversation({ unread_count: 1, seq: 1 })];
      },
      getConversation: () => conversation({ unread_count: 0, seq: 1 }),
    });
    await state.load();
    expect(unread(state)).toBe(0);
  });

  test('never below none', async () => {
    const { state } = await loaded(conversation({ unread_count: 1 }));
    state.markedRead(roomId, [messageId(1), messageId(2)]);
    expect(unread(state)).toBe(0);
  });
});

describe('the list', () => {
  const other = conversationId(2);

  test('puts the latest message on top', async () => {
    const { state } = await loaded(
      conversation({ last_message_at: minute(1) }),
      conversation({ id: other, last_message_at: minute(2) }),
    );
    expect(state.active.map(({ id }) => id)).toEqual([other, roomId]);
    await state.receive(message(3));
    expect(state.active.map(({ id }) => id)).toEqual([roomId, other]);
  });

  test('a new message brings an archived conversation back', async () => {
    const { state } = await loaded(conversation({ is_archived: true }));
    expect(state.active).toHaveLength(0);
    await state.receive(message(1));
    expect(state.active).toHaveLength(1);
    expect(state.archived).toHaveLength(0);
  });

  test('an unknown conversation is fetched, once for a burst', async () => {
    const { state, bridge } = await loaded();
    await Promise.all([state.receive(message(1)), state.receive(message(2))]);
    expect(bridge.calls.filter(({ name }) => name === 'getConversation')).toHaveLength(1);
    expect(state.active).toHaveLength(1);
  });

  test('leaves with the person, and keeps the others when somebody else leaves', async () => {
    const group = conversation({
      conversation_type: 'group',
      participants: [ownId, annaId, benId].map(participant),
    });
    const { state } = await loaded(group);
    state.participantRemoved(roomId, benId);
    expect(state.get(roomId)?.participants.map(({ user_id }) => user_id)).toEqual([ownId, annaId]);
    state.participantRemoved(roomId, ownId);
    expect(state.active).toHaveLength(0);
  });

  test('knows where a message could not be sent', async () => {
    const { state } = await loaded(conversation());
    state.setFailed(roomId, 'a', true);
    expect(state.hasFailed(roomId)).toBe(true);
    state.setFailed(roomId, 'a', false);
    expect(state.hasFailed(roomId)).toBe(false);
  });

  test('a message that comes while the list is fetched again is not lost', async () => {
    const state = new ConversationsState(ownId);
    let during = () => Promise.resolve();
    installFakeBridge({
      listConversations: async ({ archived }) => {
        if (!archived) await during();
        return archived ? [] : [conversation()];
      },
      getConversation: () => conversation({ id: other }),
    });
    await state.load();
    during = async () => {
      await state.receive(message(1));
      await state.receive(message(1, { conversation_id: other }));
    };
    await state.load();
    expect(state.get(roomId)).toMatchObject({ seq: 1, unread_count: 1 });
    expect(state.get(other)).toBeDefined();
  });

  test('one that is gone after a gap goes from the list', async () => {
    const { state } = await loaded(conversation());
    installFakeBridge({ listConversations: () => [] });
    await state.load();
    expect(state.active).toEqual([]);
  });

  test('says when it could not be loaded', async () => {
    installFakeBridge({
      listConversations: () => {
        throw new Refusal('UNREACHABLE');
      },
    });
    const state = new ConversationsState(ownId);
    await expect(state.load()).rejects.toThrow('UNREACHABLE');
    expect(state.status).toBe('failed');
  });
});

describe('in words', () => {
  const group = conversation({
    conversation_type: 'group',
    participants: [ownId, annaId, benId].map(participant),
  });

  test('titles', () => {
    expect(titleOf(conversation(), ownId)).toBe('Anna');
    expect(titleOf(group, ownId)).toBe('Anna, Ben');
    expect(titleOf({ ...group, name: 'Crew' }, ownId)).toBe('Crew');
  });

  test('previews', () => {
    const said = (shown: Conversation) => Object.values(previewOf(shown, ownId)).join(' ').trim();
    expect(said(conversation())).toBe('No messages yet');
    expect(said(conversation({ last_message: ownMessage(1) }))).toBe('You: message 1');
    expect(said({ ...group, last_message: message(1) })).toBe('Anna: message 1');
    const destroyed = message(1, { is_destroyed: true, content: '' });
    expect(said(conversation({ last_message: destroyed }))).toBe('Message self-destructed');
  });

  test('who types', () => {
    expect(describeTyping(group, [])).toBe('');
    expect(describeTyping(group, [annaId])).toBe('Anna is typing…');
    expect(describeTyping(group, [annaId, benId])).toBe('Anna and Ben are typing…');
    expect(describeTyping(group, [annaId, benId, ownId])).toBe('Several people are typing…');
  });
});

test('people whose names look alike are shown with their usernames, wherever they were met', async () => {
  const ben = { ...participant(benId), display_name: 'Anna' };
  const { state } = await loaded(
    conversation({
      participants: [participant(ownId), { ...participant(annaId), username: 'anna_k' }],
    }),
  );
  const direct = () => titleOf(state.get(roomId) as Conversation, ownId);
  expect(direct()).toBe('Anna');
  state.put(conversation({ id: conversationId(9), participants: [participant(ownId), ben] }));
  expect(direct()).toBe('Anna (@anna_k)');
  state.put(
    conversation({
      id: conversationId(9),
      participants: [participant(ownId), { ...ben, display_name: 'Ben' }],
    }),
  );
  expect(direct()).toBe('Anna');
});

test('what was seen last stands there before the server answers, and goes if it is gone', async () => {
  let answer: (listed: Conversation[]) => void = () => undefined;
  const answered = new Promise<Conversation[]>((resolve) => {
    answer = resolve;
  });
  installFakeBridge({
    listConversations: ({ archived, known }) =>
      archived ? [] : known === true ? [conversation()] : answered,
  });
  const state = new ConversationsState(ownId);
  const recalling = state.recall();
  const loading = state.load();
  await recalling;
  expect(state.status).toBe('ready');
  expect(state.active).toHaveLength(1);
  answer([]);
  await loading;
  expect(state.active).toEqual([]);
});

test('a person who changes while an older list is on its way is not changed back by it', async () => {
  let answer: (listed: Conversation[]) => void = () => undefined;
  const answered = new Promise<Conversation[]>((resolve) => {
    answer = resolve;
  });
  let asked: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  installFakeBridge({
    listConversations: ({ archived }) => {
      asked();
      return archived ? [] : answered;
    },
  });
  const state = new ConversationsState(ownId);
  const loading = state.load();
  await isAsked;
  state.personChanged({ ...user(benId), display_name: 'Benedikt' });
  answer([conversation({ participants: [participant(ownId), participant(benId)] })]);
  await loading;
  expect(state.get(roomId)?.participants[1]?.display_name).toBe('Benedikt');
});
