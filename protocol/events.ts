import { z } from 'zod';
import * as accounts from './accounts.ts';
import * as connection from './connection.ts';
import * as conversationNotes from './conversation-notes.ts';
import * as conversations from './conversations.ts';
import * as drafts from './drafts.ts';
import * as messages from './messages.ts';
import * as move from './move.ts';
import * as people from './people.ts';
import * as presence from './presence.ts';
import * as reactions from './reactions.ts';
import * as receipts from './receipts.ts';
import * as retention from './retention.ts';
import type { NeededScope, Scope } from './scopes.ts';
import * as typing from './typing.ts';

/** Events with a place in the log, which sync replays. */
export const replayableEvent = z.discriminatedUnion('type', [
  messages.newMessage,
  messages.messageUpdated,
  messages.messageDeleted,
  messages.messageDestroyed,
  reactions.reactionAdded,
  reactions.reactionRemoved,
  receipts.messageDelivered,
  receipts.messageReadReceipt,
  receipts.conversationReadReceipt,
  conversations.conversationCreated,
  conversations.conversationUpdated,
  conversations.conversationSettingsChanged,
  conversations.participantAdded,
  conversations.participantRemoved,
  retention.conversationRetentionChanged,
  retention.messagesExpired,
  conversationNotes.conversationNoteAdded,
  drafts.draftChanged,
  people.friendRequestReceived,
  people.friendAccepted,
  people.friendRemoved,
  accounts.userUpdated,
]);
export type ReplayableEvent = z.infer<typeof replayableEvent>;

/** Events that matter only while they are fresh. */
export const passingEvent = z.discriminatedUnion('type', [
  connection.connectionEstablished,
  connection.heartbeatAck,
  connection.conversationJoined,
  connection.socketError,
  connection.serverClosing,
  move.serverMoved,
  accounts.sessionEnded,
  typing.userTyping,
  presence.onlineStatus,
  presence.presence,
]);
export type PassingEvent = z.infer<typeof passingEvent>;

export type ServerEvent = ReplayableEvent | PassingEvent;

/** What a client may send over the WebSocket. */
export const command = z.discriminatedUnion('type', [
  connection.authenticateCommand,
  connection.heartbeatCommand,
  connection.joinConversationCommand,
  connection.leaveConversationCommand,
  typing.typingStartCommand,
  typing.typingStopCommand,
  receipts.messageReadCommand,
  presence.getOnlineStatusCommand,
]);
export type Command = z.infer<typeof command>;

/** What a bot needs to open a socket and hear of what happens. */
export const socketScope: Scope = 'events:read';

/** What a bot needs to send each command. */
export const commandScopes: Record<Command['type'], NeededScope> = {
  authenticate: 'self',
  heartbeat: 'self',
  join_conversation: 'conversations:read',
  leave_conversation: 'conversations:read',
  typing_start: 'messages:write',
  typing_stop: 'messages:write',
  message_read: 'messages:read',
  get_online_status: 'people:read',
};
