import { z } from 'zod';
import type { Words } from '#messages/catalogue.ts';
import type { OwnAccount } from '#protocol/accounts.ts';
import { conversationId } from '#protocol/identifiers.ts';
import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import { defineCall } from './call.ts';
import type { ConnectedServer } from './connected-server.ts';
import type { OpenedLink, ServerKeyQuestion } from './trust.ts';

export type ConnectionState =
  | { status: 'offline' }
  | { status: 'connecting'; hostLeft?: true }
  | { status: 'online' }
  /** Lost; tried again at `retryAt` (milliseconds since 1970). `hostLeft`: the host said goodbye. */
  | { status: 'waiting'; retryAt: number; hostLeft?: true };

export interface AppState {
  /** Null until the person has chosen to host or to join. */
  server: ConnectedServer | null;
  /** Null while signed out. */
  account: OwnAccount | null;
  connection: ConnectionState;
  /** Why the person was signed out, when it was not their own doing. */
  signedOutBecause: Words | null;
  /** The server shows another key than the one it is known by: the app has stopped talking to it. */
  keyChange: ServerKeyQuestion | null;
  /** What came with the link by which this server was joined, for the new account. */
  inviteCode: string | null;
  /** A link that waits to be looked at. */
  openedLink: OpenedLink | null;
  /** What was kept on this computer could not be opened, with messages that may have waited in it. */
  unsentLost: boolean;
  /** Where the server is that served this page; only in a browser, whose page cannot follow it. */
  movedTo: string[] | null;
  /** This is a page in a browser, which the server has served: there is no app around it. */
  inBrowser: boolean;
  /** Shown on the first screen. */
  version: string;
}

export const appCalls = {
  getAppState: defineCall<AppState>()(z.undefined()),
  copyText: defineCall<void>()(z.object({ text: z.string().max(10_000) })),
  /** Which conversation is in front of the person; its messages make no notification. */
  setOpenConversation: defineCall<void>()(z.object({ conversation_id: conversationId.nullable() })),
  /** Reconnect at once instead of waiting for the next try. */
  reconnectNow: defineCall<void>()(z.undefined()),
};

export interface AppEvents {
  appStateChanged: AppState;
  /** The person clicked a notification. */
  openConversation: { conversation_id: ConversationId; message_id: MessageId | null };
  windowFocusChanged: { focused: boolean };
}
