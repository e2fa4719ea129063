import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import type { selfDestructTimersSeconds } from '#protocol/limits.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { Message } from '#protocol/messages.ts';
import type { ClientFailure } from './client-error.ts';

export type SelfDestructTimer = (typeof selfDestructTimersSeconds)[number];

export interface OutgoingDraft {
  conversation_id: ConversationId;
  content: string;
  reply_to_message_id?: MessageId | null;
  /** Seconds. */
  self_destruct_timer?: SelfDestructTimer | null;
  message_type?: Message['message_type'];
  /** Finished uploads of one's own. */
  attachments?: readonly AttachmentInfo[];
  /** Where the draft has had one already, so that the server takes the message once. */
  client_message_id?: string;
}

/** A message on its way: kept until the server has it or the person drops it. */
export interface OutgoingMessage {
  /** Stays the same over every try, so that the server takes the message once. */
  client_message_id: string;
  conversation_id: ConversationId;
  content: string;
  reply_to_message_id: MessageId | null;
  self_destruct_timer: SelfDestructTimer | null;
  message_type: Message['message_type'];
  attachments: readonly AttachmentInfo[];
  /** RFC 3339, when the person sent it. */
  created_at: string;
  state: 'sending' | 'failed';
  /** Why it failed; null while sending. */
  failure: ClientFailure | null;
}

export interface SettledOutgoing {
  client_message_id: string;
  conversation_id: ConversationId;
  /** As the server has it; null when it was dropped. */
  message: Message | null;
}

/** The call that sends it. */
export function sendingOf(message: OutgoingMessage) {
  const { conversation_id, content, reply_to_message_id, self_destruct_timer } = message;
  const { client_message_id, message_type } = message;
  const attachments = message.attachments.map(({ id }) => id);
  const body = {
    ...{ content, reply_to_message_id, self_destruct_timer },
    ...{ client_message_id, message_type, attachments },
  };
  return { params: { conversation_id }, body };
}
