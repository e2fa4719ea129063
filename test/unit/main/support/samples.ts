import type { Conversation, Participant } from '#protocol/conversations.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import type {
  ConversationId,
  Cursor,
  MessageId,
  SessionId,
  UserId,
} from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { ServerInformation } from '#protocol/server.ts';

export const ada = '018f0000-0000-7000-8000-00000000000a' as UserId;
export const bob = '018f0000-0000-7000-8000-00000000000b' as UserId;
export const talk = '018f0000-0000-7000-8000-0000000000c1' as ConversationId;
export const otherTalk = '018f0000-0000-7000-8000-0000000000c2' as ConversationId;

export function sampleMessage(parts: Partial<Message> = {}): Message {
  return {
    id: '018f0000-0000-7000-8000-0000000000f1' as MessageId,
    conversation_id: talk,
    seq: 1,
    sender_id: bob,
    sender_username: 'bob',
    client_message_id: null,
    content: 'Dinner at eight?',
    message_type: 'text',
    reply_to_message_id: null,
    created_at: '2026-01-02T03:04:05.000Z',
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
    session_id: '018f0000-0000-7000-8000-000000000051' as SessionId,
    protocol: 'Signal-Protocol-Inspired',
    ...parts,
  };
}

export function sampleParticipant(user_id: UserId, username: string): Participant {
  return {
    user_id,
    username,
    display_name: username === 'bob' ? 'Bob Baker' : 'Ada',
    avatar_url: null,
    role: 'member',
    joined_at: '2026-01-01T00:00:00.000Z',
  };
}

export function sampleConversation(parts: Partial<Conversation> = {}): Conversation {
  return {
    id: talk,
    conversation_type: 'direct',
    name: null,
    avatar_url: null,
    created_at: '2026-01-01T00:00:00.000Z',
    last_message_at: '2026-01-01T00:00:00.000Z',
    seq: 0,
    first_seq: 1,
    keep_days: null,
    is_archived: false,
    muted_until: null,
    participants: [sampleParticipant(ada, 'ada'), sampleParticipant(bob, 'bob')],
    last_message: null,
    unread_count: 0,
    ...parts,
  };
}

let cursors = 0;

export function newMessageEvent(
  message: Message,
  timestamp = message.created_at,
): Extract<ReplayableEvent, { type: 'new_message' }> {
  return {
    type: 'new_message',
    conversation_id: message.conversation_id,
    message,
    timestamp,
    cursor: nextCursor(),
  };
}

export function nextCursor(): Cursor {
  cursors += 1;
  return String(cursors) as Cursor;
}

export function informationOf(public_key: string): ServerInformation {
  return {
    name: 'Office',
    version: '1',
    registration: 'open',
    public_key,
    fingerprint: '1 2',
    limits: {},
  };
}
