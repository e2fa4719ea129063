import { z } from 'zod';
import { defineCommand, definePassingEvent } from './event.ts';
import { conversationId, userId } from './identifiers.ts';

/** The WebSocket's path; the access token travels as `?token=`. */
export const socketPath = '/api/v1/chat/ws';

/**
 * Which of the computers that hold a server's key is the server: of two, the one with the higher
 * number. It grows with every move and every restoration.
 */
export const epoch = z.int().min(1);
/** By which others with the server's key believe an epoch: an authentication code under that key. */
const epochProof = z.string().min(1).max(64);

/**
 * Says whose channel a sealed one is; on any socket, a newer token of the same session prolongs it.
 * Answered by `connection_established`, or by `error`.
 */
export const authenticateCommand = defineCommand('authenticate', {
  token: z.string().min(1).max(4_096),
  /** The highest that the client has met under this server's key: a lower one then serves no more. */
  epoch: epoch.optional(),
  epoch_proof: epochProof.optional(),
});
export const heartbeatCommand = z.object({
  type: z.literal('heartbeat'),
  data: z.looseObject({}).optional(),
});
export const joinConversationCommand = defineCommand('join_conversation', {
  conversation_id: conversationId,
});
export const leaveConversationCommand = defineCommand('leave_conversation', {
  conversation_id: conversationId,
});

export const connectionEstablished = definePassingEvent('connection_established', {
  user_id: userId,
  message: z.string(),
  /** An older server does not say them. */
  epoch: epoch.optional(),
  epoch_proof: epochProof.optional(),
});
export const heartbeatAck = definePassingEvent('heartbeat_ack', { user_id: userId });
export const conversationJoined = definePassingEvent('conversation_joined', {
  conversation_id: conversationId,
});
export const socketError = definePassingEvent('error', {
  message: z.string(),
  error_code: z.string().optional(),
});
/**
 * The server is going down on purpose and expects to be back: at once when it restarts, when
 * its host is back where that has left. Without a reason it was stopped in another way.
 */
export const closingReason = z.enum(['restarting', 'leaving']);
export type ClosingReason = z.infer<typeof closingReason>;
export const serverClosing = definePassingEvent('server_closing', {
  reason: closingReason.optional(),
});
