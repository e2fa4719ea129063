import type { OutgoingMessage } from '#ipc/messages.ts';
import type { User } from '#protocol/accounts.ts';
import type { Conversation, Participant } from '#protocol/conversations.ts';
import type {
  ConversationId,
  FriendRequestId,
  MessageId,
  SessionId,
  UserId,
} from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { FriendRequest } from '#protocol/people.ts';

const uuid = (kind: number, number: number) =>
  `00000000-000${kind}-7000-8000-${String(number).padStart(12, '0')}`;

export const conversationId = (number: number) => uuid(2, number) as ConversationId;
export const messageId = (number: number) => uuid(3, number) as MessageId;

export const ownId = uuid(1, 1) as UserId;
export const annaId = uuid(1, 2) as UserId;
export const benId = uuid(1, 3) as UserId;
export const roomId = conversationId(1);

const names = new Map([
  [ownId, 'Me'],
  [annaId, 'Anna'],
  [benId, 'Ben'],
]);

/** A moment on a quiet day, so many minutes after ten. */
export const minute = (minutes: number) =>
  new Date(Date.UTC(2026, 4, 4, 10, minutes)).toISOString();

/** A message of Anna's; its id and time follow its number. */
export function message(seq: number, change: Partial<Message> = {}): Message {
  return {
    id: messageId(seq),
    conversation_id: roomId,
    seq,
    sender_id: annaId,
    sender_username: 'anna',
    client_message_id: null,
    content: `message ${seq}`,
    message_type: 'text',
    reply_to_message_id: null,
    created_at: minute(seq),
    edited_at: null,
    attachments: [],
    reactions: [],
    delivered_to: [],
    read_by: [],
    self_destruct_at: null,
    is_destroyed: false,
    is_deleted: false,
    encrypted: true,
    encryption_type: 'MILITARY_GRADE_E2E',
    security_level: 'MILITARY_GRADE',
    perfect_forward_secrecy: false,
    zero_knowledge: false,
    session_id: uuid(4, 1) as SessionId,
    protocol: 'Signal-Protocol-Inspired',
    ...change,
  };
}

export const ownMessage = (seq: number, change: Partial<Message> = {}) =>
  message(seq, { sender_id: ownId, sender_username: 'me', ...change });

export function outgoing(change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    client_message_id: 'client-1',
    conversation_id: roomId,
    content: 'on its way',
    reply_to_message_id: null,
    self_destruct_timer: null,
    attachments: [],
    created_at: minute(50),
    state: 'sending',
    failure: null,
    ...change,
  };
}

export const participant = (user_id: UserId): Participant => ({
  user_id,
  username: (names.get(user_id) ?? '').toLowerCase(),
  display_name: names.get(user_id) ?? '',
  avatar_url: null,
  role: 'member',
  joined_at: minute(0),
});

export function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: roomId,
    conversation_type: 'direct',
    name: null,
    avatar_url: null,
    created_at: minute(0),
    last_message_at: minute(0),
    seq: 0,
    first_seq: 1,
    keep_days: null,
    is_archived: false,
    muted_until: null,
    participants: [participant(ownId), participant(annaId)],
    last_message: null,
    unread_count: 0,
    ...change,
  };
}

export const user = (id: UserId): User => ({
  id,
  username: (names.get(id) ?? '').toLowerCase(),
  display_name: names.get(id) ?? '',
  avatar_url: null,
  created_at: minute(0),
});

export const friendRequest = (number: number, from: UserId): FriendRequest => ({
  id: uuid(5, number) as FriendRequestId,
  user: user(from),
  created_at: minute(0),
});
