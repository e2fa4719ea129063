import { z } from 'zod';
import { emoji } from '#protocol/emoji.ts';
import { attachmentId, conversationId, messageId, timestamp } from '#protocol/identifiers.ts';
import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import { limits, selfDestructTimersSeconds } from '#protocol/limits.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { Message } from '#protocol/messages.ts';
import { boundedText } from '#protocol/text.ts';
import { fileToSend } from './attachments.ts';
import type { OutgoingUpload } from './attachments.ts';
import { defineCall } from './call.ts';
import type { CallFailure } from './call.ts';

/** A message on its way: shown at once, and kept until the server has it or the person drops it. */
export interface OutgoingMessage {
  client_message_id: string;
  conversation_id: ConversationId;
  content: string;
  reply_to_message_id: MessageId | null;
  self_destruct_timer: number | null;
  /** What the server has of its files. */
  attachments: readonly AttachmentInfo[];
  /** While its files are on their way; the message itself follows them. */
  upload?: OutgoingUpload | null;
  /** RFC 3339, when the person pressed Enter. */
  created_at: string;
  state: 'sending' | 'failed';
  /** Why it failed; null while sending. */
  failure: CallFailure | null;
}

export const messageCalls = {
  /** Newest first, beside at most one message; never marks anything as read. */
  listMessages: defineCall<Message[]>()(
    z.object({
      conversation_id: conversationId,
      limit: z.int().min(1).max(100).default(50),
      /** At most one of the four: what comes before, after, or lies around a message or a time. */
      before_message_id: messageId.optional(),
      after_message_id: messageId.optional(),
      around_message_id: messageId.optional(),
      around_time: timestamp.optional(),
    }),
  ),
  /** Answers as soon as the message is queued; its fate follows as `outgoingChanged` and `new_message`. */
  sendMessage: defineCall<OutgoingMessage>()(
    z
      .object({
        conversation_id: conversationId,
        content: boundedText({ min: 0, max: limits.messageMaxCharacters }),
        reply_to_message_id: messageId.nullable().default(null),
        self_destruct_timer: z.literal(selfDestructTimersSeconds).nullable().default(null),
        files: z.array(fileToSend).max(limits.attachmentsPerMessageMax).default([]),
        /** Files of other messages, which this one is to carry too. */
        forwarded_attachments: z
          .array(attachmentId)
          .max(limits.attachmentsPerMessageMax)
          .default([]),
      })
      .refine(
        ({ content, files, forwarded_attachments: forwarded }) =>
          content.length > 0 || files.length + forwarded.length > 0,
        'a message needs a text or a file',
      ),
  ),
  /** These answer the message as it is then; everybody's states follow from the server's events. */
  editMessage: defineCall<Message>()(
    z.object({
      message_id: messageId,
      content: boundedText({ min: 1, max: limits.messageMaxCharacters }),
    }),
  ),
  /** Answers the tombstone. */
  deleteMessage: defineCall<Message>()(z.object({ message_id: messageId })),
  /** Exactly one emoji; the same again changes nothing. */
  addReaction: defineCall<Message>()(z.object({ message_id: messageId, emoji })),
  removeReaction: defineCall<Message>()(z.object({ message_id: messageId, emoji })),
  retryMessage: defineCall<void>()(z.object({ client_message_id: z.string().max(128) })),
  discardMessage: defineCall<void>()(z.object({ client_message_id: z.string().max(128) })),
  /** The queue as it stands, for one conversation. */
  listOutgoing: defineCall<OutgoingMessage[]>()(z.object({ conversation_id: conversationId })),
  /** The messages that the person has seen. */
  markRead: defineCall<void>()(z.object({ message_ids: z.array(messageId).min(1).max(200) })),
  setTyping: defineCall<void>()(
    z.object({ conversation_id: conversationId, is_typing: z.boolean() }),
  ),
};

export interface MessageEvents {
  /** Their time came while there was no connection: this computer's clock has destroyed them. */
  messagesExpired: { conversation_id: ConversationId; message_id: MessageId }[];
  outgoingChanged: OutgoingMessage;
  /** The server has it, or the person dropped it (`message` null). */
  outgoingSettled: {
    client_message_id: string;
    conversation_id: ConversationId;
    message: Message | null;
  };
}
