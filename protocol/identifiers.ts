import { z } from 'zod';

/** UUIDs (RFC 9562), compared in lower case; new ones are version 7. */
export const userId = z.uuid().toLowerCase().brand<'UserId'>();
export const sessionId = z.uuid().toLowerCase().brand<'SessionId'>();
export const conversationId = z.uuid().toLowerCase().brand<'ConversationId'>();
export const messageId = z.uuid().toLowerCase().brand<'MessageId'>();
export const friendRequestId = z.uuid().toLowerCase().brand<'FriendRequestId'>();
export const webhookId = z.uuid().toLowerCase().brand<'WebhookId'>();
export const attachmentId = z.uuid().toLowerCase().brand<'AttachmentId'>();

export type UserId = z.infer<typeof userId>;
export type SessionId = z.infer<typeof sessionId>;
export type ConversationId = z.infer<typeof conversationId>;
export type MessageId = z.infer<typeof messageId>;
export type FriendRequestId = z.infer<typeof friendRequestId>;
export type WebhookId = z.infer<typeof webhookId>;
export type AttachmentId = z.infer<typeof attachmentId>;

/** RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const timestamp = z.iso.datetime({ precision: 3 });

/** A place in the server's event log; opaque to clients, compared only by the server. */
export const cursor = z
  .string()
  .regex(/^\d{1,15}$/, 'not a cursor of this server')
  .brand<'Cursor'>();
export type Cursor = z.infer<typeof cursor>;
