import { beforeEach, expect, test } from 'vitest';
import type { ServerEvent } from '#protocol/events.ts';
import type { Cursor } from '#protocol/identifiers.ts';
import { Chat } from '../../../src/renderer/app/chat.ts';
import { toasts } from '../../../src/renderer/lib/toasts.state.svelte.ts';
import { eventually } from '../../support/eventually.ts';
import { installFakeBridge } from './support/fake-bridge.ts';
import {
  annaId,
  conversation,
  message,
  messageId,
  minute,
  outgoing,
  ownId,
  participant,
  roomId,
  user,
} from './support/samples.ts';

const stamp = { timestamp: minute(1), cursor: '1' as Cursor };

function begun() {
  const bridge = installFakeBridge({
    listConversations: ({ archived }) => (archived ? [] : [conversation()]),
    getConversation: () => conversation(),
    listFriends: () => [],
    listFriendRequests: () => ({ incoming: [], outgoing: [] }),
    listMessages: () => [message(1, { read_by: [] })],
    listOutgoing: () => [],
    listDrafts: () => [],
  });
  const chat = new Chat(ownId);
  chat.begin();
  const say = (event: ServerEvent) => bridge.emit('serverEvent', event);
  return { bridge, chat, say };
}

async function ready(chat: Chat) {
  await eventually(() => expect(chat.conversations.status).toBe('ready'));
  await chat.messages.timeline(roomId).load(0);
}

let setup: ReturnType<typeof begun>;
beforeEach(async () => {
  toasts.list = [];
  setup = begun();
  await ready(setup.chat);
});

test('a new message reaches the list and the timeline, and ends the typing', () => {
  const { chat, say } = setup;
  say({
    type: 'user_typing',
    conversation_id: roomId,
    user_id: annaId,
    username: 'anna',
    is_typing: true,
    timestamp: minute(1),
  });
  expect(chat.typing.in(roomId)).toEqual([annaId]);
  say({ type: 'new_message', conversation_id: roomId, message: message(2), ...stamp });
  expect(chat.typing.in(roomId)).toEqual([]);
  expect(chat.conversations.get(roomId)?.last_message?.id).toBe(messageId(2));
  expect(chat.messages.timeline(roomId).entries.at(-1)?.id).toBe(messageId(2));
});

test('a receipt of one’s own from another device lowers the number', () => {
  const { chat, say } = setup;
  say({ type: 'new_message', conversation_id: roomId, message: message(2), ...stamp });
  say({
    type: 'conversation_read_receipt',
    conversation_id: roomId,
    reader_user_id: ownId,
    message_ids: [messageId(2)],
    ...stamp,
  });
  expect(chat.conversations.get(roomId)?.unread_count).toBe(0);
  expect(chat.messages.timeline(roomId).entry(messageId(2))?.isUnreadBy(ownId)).toBe(false);
});

test('an edit, a reaction and a deletion reach the timeline and the list', async () => {
  const { chat, say } = setup;
  say({ type: 'new_message', conversation_id: roomId, message: message(2), ...stamp });
  const edited = message(2, { content: 'better', edited_at: minute(3) });
  say({ type: 'message_updated', conversation_id: roomId, message: edited, ...stamp });
  const entry = chat.messages.timeline(roomId).entry(messageId(2));
  expect(entry?.content).toBe('better');
  expect(chat.conversations.get(roomId)?.last_message?.content).toBe('better');
  const reaction = { emoji: '👍', count: 1, user_ids: [ownId] };
  const change = { conversation_id: roomId, message_id: messageId(2), ...stamp };
  const given = { ...change, user_id: ownId, emoji: '👍' };
  say({ type: 'reaction_added', ...given, reactions: [reaction] });
  expect(entry?.message?.reactions).toEqual([reaction]);
  say({ type: 'reaction_removed', ...given, reactions: [] });
  expect(entry?.message?.reactions).toEqual([]);
  say({ type: 'message_deleted', ...change });
  expect(entry?.message).toMatchObject({ content: '', is_deleted: true });
  expect(chat.conversations.get(roomId)?.last_message).toMatchObject({
    content: '',
    is_deleted: true,
  });
  // It was unread: how many are left only the server knows.
  await eventually(() => expect(chat.conversations.get(roomId)?.unread_count).toBe(0));
});

test('a failed send marks its conversation until it is settled', () => {
  const { bridge, chat } = setup;
  bridge.emit('outgoingChanged', outgoing({ state: 'failed' }));
  expect(chat.conversations.hasFailed(roomId)).toBe(true);
  bridge.emit('outgoingSettled', {
    client_message_id: 'client-1',
    conversation_id: roomId,
    message: null,
  });
  expect(chat.conversations.hasFailed(roomId)).toBe(false);
});

test('being removed closes the conversation that is open, with a word and without a trace', () => {
  const { chat, say } = setup;
  chat.navigation.openConversation(roomId);
  const before = chat.messages.timeline(roomId);
  const removed = { type: 'participant_removed', conversation_id: roomId } as const;
  say({ ...removed, user_id: ownId, removed_by: annaId, ...stamp });
  expect(chat.navigation.view.name).toBe('none');
  expect(toasts.list.map(({ text }) => text)).toEqual(['You are no longer a member of “Anna”.']);
  // Were they added again, what was said meanwhile would be missing in it.
  expect(chat.messages.timeline(roomId)).not.toBe(before);
});

test('having left, perhaps on another device, needs no word', () => {
  const { chat, say } = setup;
  const removed = { type: 'participant_removed', conversation_id: roomId } as const;
  say({ ...removed, user_id: ownId, removed_by: ownId, ...stamp });
  expect(chat.conversations.get(roomId)).toBeUndefined();
  expect(toasts.list).toEqual([]);
});

test('a note reaches the group that is open, a draft its composer', () => {
  const { chat, say } = setup;
  const note = {
    number: 1,
    after_seq: 0,
    kind: 'left',
    actor: { user_id: annaId, display_name: 'Anna' },
    subjects: [],
    name: null,
    created_at: minute(1),
  } as const;
  const notes = chat.notes.of(roomId);
  say({
    type: 'conversation_note',
    conversation_id: roomId,
    note: { ...note, subjects: [] },
    ...stamp,
  });
  expect(notes.list).toEqual([note]);
  const draft = {
    conversation_id: roomId,
    content: 'From the sofa',
    reply_to_message_id: null,
    self_destruct_timer: null,
    updated_at: minute(1),
  };
  say({ type: 'draft_changed', conversation_id: roomId, draft, ...stamp });
  expect(chat.drafts.of(roomId).text).toBe('From the sofa');
});

test('a renamed group and a new member are shown; mute and archive too', () => {
  const { chat, say } = setup;
  say({
    type: 'conversation_updated',
    conversation_id: roomId,
    conversation_type: 'group',
    name: 'Crew',
    participants: [participant(ownId)],
    ...stamp,
  });
  say({
    type: 'participant_added',
    conversation_id: roomId,
    participant: participant(annaId),
    ...stamp,
  });
  say({
    type: 'conversation_settings_changed',
    conversation_id: roomId,
    is_archived: true,
    muted_until: minute(59),
    ...stamp,
  });
  expect(chat.conversations.get(roomId)).toMatchObject({
    name: 'Crew',
    participants: [{ user_id: ownId }, { user_id: annaId }],
    is_archived: true,
    muted_until: minute(59),
  });
});

test('a clicked notification opens its conversation at the message', () => {
  const { bridge, chat } = setup;
  bridge.emit('openConversation', { conversation_id: roomId, message_id: messageId(1) });
  expect(chat.navigation.view).toEqual({
    name: 'conversation',
    id: roomId,
    jump: { messageId: messageId(1) },
  });
});

test('after a gap the lists and the open conversation are loaded again', async () => {
  const { bridge, chat } = setup;
  chat.navigation.openConversation(roomId);
  const before = bridge.calls.length;
  bridge.emit('resynchronised', { reason: 'gap-too-long' });
  await eventually(() => {
    const asked = bridge.calls.slice(before).map(({ name }) => name);
    expect(asked).toEqual(
      expect.arrayContaining(['listConversations', 'listFriends', 'listMessages']),
    );
  });
});

test('a new name and picture are shown wherever the person is', async () => {
  const { chat, say } = setup;
  await chat.people.accepted(user(annaId)).catch(() => undefined);
  const avatar_url = '/api/v1/attachments/0198c0de-0000-7000-8000-000000000001/thumbnail';
  say({
    ...stamp,
    type: 'user_updated',
    user: { ...user(annaId), display_name: 'Anna B.', avatar_url },
  });
  const partner = chat.conversations
    .get(roomId)
    ?.participants.find(({ user_id }) => user_id === annaId);
  expect(partner).toMatchObject({ display_name: 'Anna B.', avatar_url });
  expect(chat.people.friends[0]?.user).toMatchObject({ display_name: 'Anna B.', avatar_url });
});

test('without a connection nobody is shown online; with it everybody is asked for again', async () => {
  const { bridge, chat, say } = setup;
  say({
    type: 'presence',
    user_id: annaId,
    online: true,
    last_seen_at: null,
    timestamp: minute(1),
  });
  expect(chat.presence.isOnline(annaId)).toBe(true);
  chat.wentOffline();
  expect(chat.presence.isOnline(annaId)).toBe(false);
  const before = bridge.calls.length;
  chat.wentOnline();
  await eventually(() => {
    expect(bridge.calls.slice(before).map(({ name }) => name)).toContain('listFriends');
  });
});

test('what was kept long enough leaves the list and the timeline, and the rule is shown', () => {
  const { chat, say } = setup;
  say({ type: 'new_message', conversation_id: roomId, message: message(2), ...stamp });
  const told = { conversation_id: roomId, keep_days: 7, ...stamp };
  say({ type: 'conversation_retention_changed', ...told });
  expect(chat.conversations.get(roomId)?.keep_days).toBe(7);
  const gone = { conversation_id: roomId, message_ids: [messageId(1)], ...stamp };
  say({ type: 'messages_expired', first_seq: 2, ...gone });
  expect(chat.messages.timeline(roomId).entries.map(({ id }) => id)).toEqual([messageId(2)]);
  expect(chat.conversations.get(roomId)?.last_message?.id).toBe(messageId(2));
  say({ type: 'messages_expired', first_seq: 3, ...gone });
  expect(chat.messages.timeline(roomId).entries).toEqual([]);
  expect(chat.conversations.get(roomId)).toMatchObject({ first_seq: 3, last_message: null });
});
