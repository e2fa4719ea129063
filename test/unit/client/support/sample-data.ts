import type { OwnAccount, Tokens } from '#protocol/accounts.ts';
import { conversationId, cursor, messageId, sessionId, userId } from '#protocol/identifiers.ts';
import type { ConversationId, Cursor } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { ReplayableEvent, ServerEvent } from '#protocol/events.ts';

const instant = '2024-01-15T10:30:00.000Z';

/** A UUID that reads as its number. */
export function uuid(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export const alice: OwnAccount = {
  id: userId.parse(uuid(1)),
  username: 'alice',
  display_name: 'Alice',
  avatar_url: null,
  created_at: instant,
  is_admin: false,
};
export const bobId = userId.parse(uuid(2));
export const garden = conversationId.parse(uuid(10));
export const kitchen = conversationId.parse(uuid(11));

export function tokensFor(account: OwnAccount, number: number): Tokens {
  return {
    access_token: `access-${number}`,
    refresh_token: `refresh-${number}`,
    token_type: 'bearer',
    expires_in: 900,
    user: account,
  };
}

export function cursorAt(place: number): Cursor {
  return cursor.parse(String(place));
}

export function messageWith(part: Partial<Message>): Message {
  const seq = part.seq ?? 1;
  return {
    id: messageId.parse(uuid(1_000 + seq)),
    conversation_id: garden,
    seq,
    sender_id: bobId,
    sender_username: 'bob',
    client_message_id: null,
    content: `message ${seq}`,
    message_type: 'text',
    reply_to_message_id: null,
    created_at: instant,
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
    session_id: sessionId.parse(uuid(3)),
    protocol: 'Signal-Protocol-Inspired',
    ...part,
  };
}

export function newMessageAt(place: number, part: Partial<Message> = {}): ReplayableEvent {
  const message = messageWith({ seq: place, ...part });
  const conversation: ConversationId = message.conversation_id;
  return {
    type: 'new_message',
    conversation_id: conversation,
    message,
    timestamp: instant,
    cursor: cursorAt(place),
  };
}

/** An event that says nothing about message numbers. */
export function friendRemovedAt(place: number): ReplayableEvent {
  return { type: 'friend_removed', user_id: bobId, timestamp: instant, cursor: cursorAt(place) };
}

export function typing(isTyping: boolean): ServerEvent {
  return {
    type: 'user_typing',
    conversation_id: garden,
    user_id: bobId,
    username: 'bob',
    is_typing: isTyping,
    timestamp: instant,
  };
}

export const established: ServerEvent = {
  type: 'connection_established',
  user_id: alice.id,
  message: 'Connected to real-time chat',
  timestamp: instant,
};

export const heartbeatAck: ServerEvent = {
  type: 'heartbeat_ack',
  user_id: alice.id,
  timestamp: instant,
};
