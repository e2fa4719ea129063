import type { User } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { FriendRequest } from '#protocol/people.ts';
import type { CachedConversations } from './conversations.repository.ts';
import type { CachedDrafts } from './drafts.repository.ts';
import type { CachedMessages } from './messages.repository.ts';
import type { CachedValues } from './values.repository.ts';

export interface CacheTables {
  ownId: UserId;
  messages: CachedMessages;
  conversations: CachedConversations;
  drafts: CachedDrafts;
  values: CachedValues;
}

type EventOf<T extends ReplayableEvent['type']> = Extract<ReplayableEvent, { type: T }>;
/** Answers whether text was erased, of which nothing may be left. */
type Applied = boolean | undefined;
type Appliers = {
  [T in ReplayableEvent['type']]: (event: EventOf<T>, tables: CacheTables) => Applied | void;
};

/** Leaves a tombstone; what was not read yet is not unread any more. */
export function erase(
  id: MessageId,
  how: { is_destroyed: true } | { is_deleted: true },
  { ownId, messages, conversations }: CacheTables,
): void {
  const message = messages.get(id);
  if (message === null || message.is_destroyed || message.is_deleted) return;
  messages.put({ ...message, content: '', attachments: [], reactions: [], ...how });
  conversations.change(message.conversation_id, (conversation) =>
    unreadWithout([message], conversation, ownId),
  );
}

/** How many are unread without these. What was written before the person came in never was. */
function unreadWithout(
  gone: readonly Message[],
  { unread_count, participants }: Conversation,
  ownId: UserId,
): Pick<Conversation, 'unread_count'> {
  const own = participants.find(({ user_id }) => user_id === ownId);
  const unread = gone.filter(
    (message) =>
      message.sender_id !== ownId &&
      !message.read_by.includes(ownId) &&
      !message.is_destroyed &&
      !message.is_deleted &&
      (own === undefined || Date.parse(own.joined_at) <= Date.parse(message.created_at)),
  );
  return { unread_count: Math.max(0, unread_count - unread.length) };
}

function received(message: Message, { ownId, messages, conversations }: CacheTables): void {
  // Of a conversation that nobody has looked at, nothing was seen; its list entry follows by a call.
  messages.put(message);
  conversations.change(message.conversation_id, (known) =>
    message.seq <= known.seq
      ? {}
      : {
          seq: message.seq,
          last_message_at: message.created_at,
          is_archived: false,
          unread_count: known.unread_count + (message.sender_id === ownId ? 0 : 1),
        },
  );
}

function read(
  {
    conversation_id,
    reader_user_id: reader,
  }: EventOf<'conversation_read_receipt' | 'message_read_receipt'>,
  ids: readonly MessageId[],
  { ownId, messages, conversations }: CacheTables,
): void {
  const fresh = ids.filter((id) => messages.get(id)?.read_by.includes(reader) !== true);
  for (const id of fresh) {
    messages.change(id, ({ read_by, delivered_to }) => ({
      read_by: [...read_by, reader],
      delivered_to: [...new Set([...delivered_to, reader])],
    }));
  }
  if (reader !== ownId) return;
  conversations.change(conversation_id, ({ unread_count }) => ({
    unread_count: Math.max(0, unread_count - fresh.length),
  }));
}

function reacted(
  { message_id, reactions }: EventOf<'reaction_added' | 'reaction_removed'>,
  { messages }: CacheTables,
): void {
  messages.change(message_id, () => ({ reactions }));
}

function participantsChanged(
  {
    conversation_id,
    name,
    avatar_url,
    participants,
  }: EventOf<'conversation_created' | 'conversation_updated'>,
  { conversations }: CacheTables,
): void {
  conversations.change(conversation_id, (known) => ({
    name,
    avatar_url: avatar_url === undefined ? known.avatar_url : avatar_url,
    participants,
  }));
}

function participantRemoved(
  { conversation_id, user_id }: EventOf<'participant_removed'>,
  { ownId, conversations, drafts }: CacheTables,
): Applied {
  if (user_id === ownId) {
    drafts.remove(conversation_id);
    conversations.remove(conversation_id);
    return true;
  }
  conversations.change(conversation_id, ({ participants }) => ({
    participants: participants.filter((participant) => participant.user_id !== user_id),
  }));
  return false;
}

/** Nothing is left of them; those that were not read yet are not unread any more. */
function expired(
  { conversation_id, first_seq }: EventOf<'messages_expired'>,
  { ownId, messages, conversations }: CacheTables,
): Applied {
  const gone = messages.removeBefore(conversation_id, first_seq);
  conversations.change(conversation_id, (conversation) => ({
    first_seq,
    ...unreadWithout(gone, conversation, ownId),
  }));
  return gone.length > 0;
}

function withoutUser(requests: readonly FriendRequest[], userId: UserId): FriendRequest[] {
  return requests.filter(({ user }) => user.id !== userId);
}

function dropRequests(userId: UserId, values: CachedValues): void {
  values.change('friendRequests', ({ incoming, outgoing }) => ({
    incoming: withoutUser(incoming, userId),
    outgoing: withoutUser(outgoing, userId),
  }));
}

function personChanged(user: User, values: CachedValues): void {
  const current = <T extends { user: User }>(one: T): T =>
    one.user.id === user.id ? { ...one, user } : one;
  values.change('friends', (friends) => friends.map(current));
  values.change('friendRequests', ({ incoming, outgoing }) => ({
    incoming: incoming.map(current),
    outgoing: outgoing.map(current),
  }));
}

/** What each event means for what is kept; every event that sync replays has its line. */
const appliers: Appliers = {
  new_message: ({ message }, tables) => {
    received(message, tables);
  },
  message_updated: ({ message }, { messages }) => {
    messages.change(message.id, () => message);
    return true;
  },
  message_deleted: ({ message_id }, tables) => {
    erase(message_id, { is_deleted: true }, tables);
    return true;
  },
  message_destroyed: ({ message_id }, tables) => {
    erase(message_id, { is_destroyed: true }, tables);
    return true;
  },
  reaction_added: reacted,
  reaction_removed: reacted,
  message_delivered: ({ message_id, user_ids }, { messages }) => {
    messages.change(message_id, ({ delivered_to }) => ({
      delivered_to: [...new Set([...delivered_to, ...user_ids])],
    }));
  },
  message_read_receipt: (event, tables) => {
    read(event, [event.message_id], tables);
  },
  conversation_read_receipt: (event, tables) => {
    read(event, event.message_ids, tables);
  },
  conversation_created: participantsChanged,
  conversation_updated: participantsChanged,
  conversation_settings_changed: ({ conversation_id, is_archived, muted_until }, tables) => {
    tables.conversations.change(conversation_id, () => ({ is_archived, muted_until }));
  },
  conversation_retention_changed: ({ conversation_id, keep_days }, { conversations }) => {
    conversations.change(conversation_id, () => ({ keep_days }));
  },
  messages_expired: expired,
  participant_added: ({ conversation_id, participant }, { conversations }) => {
    conversations.change(conversation_id, ({ participants }) => ({
      participants: [
        ...participants.filter(({ user_id }) => user_id !== participant.user_id),
        participant,
      ],
    }));
  },
  participant_removed: participantRemoved,
  // Told by the server when the conversation is looked at.
  conversation_note: () => undefined,
  draft_changed: ({ draft }, { drafts }) => {
    drafts.told(draft);
  },
  friend_request: ({ request, direction }, { values }) => {
    values.change('friendRequests', (known) => ({
      ...known,
      [direction]: [...withoutUser(known[direction], request.user.id), request],
    }));
  },
  friend_accepted: ({ user, timestamp }, { values }) => {
    dropRequests(user.id, values);
    values.change('friends', (friends) => [
      ...friends.filter((friend) => friend.user.id !== user.id),
      { user, since: timestamp, online: false, last_seen_at: null },
    ]);
  },
  friend_removed: ({ user_id }, { values }) => {
    dropRequests(user_id, values);
    values.change('friends', (friends) => friends.filter(({ user }) => user.id !== user_id));
  },
  user_updated: ({ user }, { conversations, values }) => {
    conversations.changePerson(user);
    personChanged(user, values);
  },
};

/** True when text was erased, of which nothing may be left in the file. */
export function applyEvent<T extends ReplayableEvent['type']>(
  event: EventOf<T>,
  tables: CacheTables,
): boolean {
  const apply: Appliers[T] = appliers[event.type];
  return apply(event, tables) === true;
}

/** What an event is about: an answer that was asked for before it may tell of it as it was. */
export function subjectsOf(event: ReplayableEvent): (ConversationId | MessageId)[] {
  const subjects: (ConversationId | MessageId)[] = [];
  if ('conversation_id' in event) subjects.push(event.conversation_id);
  if ('message' in event) subjects.push(event.message.id);
  if ('message_id' in event) subjects.push(event.message_id);
  if ('message_ids' in event) subjects.push(...event.message_ids);
  return subjects;
}
