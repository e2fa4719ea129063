import type { ServerEvent } from '#protocol/events.ts';
import { titleOf } from '../features/conversations/describe.ts';
import { t } from '../lib/messages/catalogue.ts';
import { toasts } from '../lib/toasts.state.svelte.ts';
import type { ChatStates } from './chat-states.ts';

type EventOf<T extends ServerEvent['type']> = Extract<ServerEvent, { type: T }>;
type Handlers = { [T in ServerEvent['type']]?: (event: EventOf<T>, chat: ChatStates) => unknown };

function participantsChanged(
  event: EventOf<'conversation_created' | 'conversation_updated'>,
  { conversations }: ChatStates,
): Promise<unknown> | undefined {
  const { conversation_id: id, name, avatar_url, participants } = event;
  if (!conversations.get(id)) return conversations.fetch(id);
  conversations.change(id, {
    name,
    participants,
    ...(avatar_url !== undefined && { avatar_url }),
  });
  return undefined;
}

function read(
  chat: ChatStates,
  {
    conversation_id: id,
    reader_user_id: reader,
  }: EventOf<'message_read_receipt' | 'conversation_read_receipt'>,
  messageIds: EventOf<'conversation_read_receipt'>['message_ids'],
): Promise<void> | undefined {
  chat.messages.read(id, messageIds, reader);
  if (reader !== chat.ownId) return undefined;
  return chat.conversations.toldOfReading(id, messageIds);
}

function participantRemoved(
  { conversation_id: id, user_id: userId, removed_by: removedBy }: EventOf<'participant_removed'>,
  chat: ChatStates,
): void {
  const { conversations, navigation, messages, notes, search } = chat;
  const conversation = conversations.get(id);
  conversations.participantRemoved(id, userId);
  if (userId !== chat.ownId) return;
  // What is said there from now on does not come: were they added again, there would be a hole.
  messages.forget(id);
  notes.forget(id);
  search.left(id);
  if (navigation.conversationId === id) navigation.back();
  if (!conversation || removedBy === chat.ownId) return;
  const name = titleOf(conversation, chat.ownId);
  toasts.show({ kind: 'notice', text: t('group.removed', { name }) });
}

/** Which state hears of which event; an event that is not listed concerns nothing on screen. */
const handlers: Handlers = {
  new_message: ({ message }, chat) => {
    chat.typing.stop(message.conversation_id, message.sender_id);
    chat.messages.receive(message);
    return chat.conversations.receive(message);
  },
  message_updated: ({ message }, chat) => {
    chat.messages.updated(message);
    chat.search.updated(message.id);
    chat.conversations.updated(message);
  },
  message_deleted: ({ conversation_id, message_id }, chat) => {
    chat.messages.deleted(conversation_id, message_id);
    chat.search.erased(message_id);
    return chat.conversations.erased(conversation_id, message_id, { is_deleted: true });
  },
  message_destroyed: ({ conversation_id, message_id }, chat) => {
    chat.messages.destroyed(conversation_id, message_id);
    chat.search.erased(message_id);
    return chat.conversations.erased(conversation_id, message_id, { is_destroyed: true });
  },
  reaction_added: ({ conversation_id, message_id, reactions }, chat) =>
    chat.messages.reacted(conversation_id, message_id, reactions),
  reaction_removed: ({ conversation_id, message_id, reactions }, chat) =>
    chat.messages.reacted(conversation_id, message_id, reactions),
  message_delivered: ({ conversation_id, message_id, user_ids }, chat) =>
    chat.messages.delivered(conversation_id, message_id, user_ids),
  message_read_receipt: (event, chat) => read(chat, event, [event.message_id]),
  conversation_read_receipt: (event, chat) => read(chat, event, event.message_ids),
  conversation_created: participantsChanged,
  conversation_updated: participantsChanged,
  conversation_settings_changed: ({ conversation_id, is_archived, muted_until }, chat) =>
    chat.conversations.change(conversation_id, { is_archived, muted_until }),
  conversation_retention_changed: ({ conversation_id, keep_days }, chat) =>
    chat.conversations.change(conversation_id, { keep_days }),
  messages_expired: ({ conversation_id, first_seq, message_ids }, chat) => {
    chat.messages.expired(conversation_id, first_seq);
    for (const id of message_ids) chat.search.erased(id);
    return chat.conversations.expired(conversation_id, first_seq);
  },
  participant_added: ({ conversation_id, participant }, chat) => {
    if (!chat.conversations.get(conversation_id)) return chat.conversations.fetch(conversation_id);
    chat.conversations.participantAdded(conversation_id, participant);
    return undefined;
  },
  participant_removed: participantRemoved,
  conversation_note: ({ conversation_id, note }, chat) => chat.notes.receive(conversation_id, note),
  draft_changed: ({ draft }, chat) => chat.drafts.receive(draft),
  friend_request: ({ direction, request }, chat) => chat.people.requested(direction, request),
  friend_accepted: ({ user }, chat) => chat.people.accepted(user),
  friend_removed: ({ user_id }, chat) => chat.people.removed(user_id),
  user_updated: ({ user }, chat) => {
    chat.conversations.personChanged(user);
    chat.people.changed(user);
  },
  user_typing: ({ conversation_id, user_id, is_typing }, chat) =>
    is_typing
      ? chat.typing.start(conversation_id, user_id)
      : chat.typing.stop(conversation_id, user_id),
  online_status: ({ online_status }, chat) => chat.presence.setMany(online_status),
  presence: ({ user_id, online, last_seen_at }, chat) =>
    chat.presence.set(user_id, online, last_seen_at),
};

/** Hands an event to the states that it concerns. Throws CallError where one has to ask back. */
export async function dispatchServerEvent<T extends ServerEvent['type']>(
  event: EventOf<T>,
  chat: ChatStates,
): Promise<void> {
  const handler: Handlers[T] = handlers[event.type];
  await handler?.(event, chat);
}
