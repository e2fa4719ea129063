import type { ServerEvent } from '#protocol/events.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import type { ServerMoved } from '#protocol/move.ts';
import type { ClientMemory } from './client-memory.ts';
import type { ConnectionState } from './connection-state.ts';
import type { EpochMark } from './epoch-mark.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { OutgoingDraft, OutgoingMessage, SettledOutgoing } from './outgoing-message.ts';
import type { ResynchroniseReason } from './sync.ts';
import type { SignOutReason } from './session-end.ts';
import type { SealedOptions } from './sealed-transport.ts';
import type { Timers } from './timers.ts';
import type { Transport } from './transport.ts';

export interface ChatClientEvents {
  /** What the server says, live or replayed, in the order of its log and without repeats. */
  event: ServerEvent;
  connection: ConnectionState;
  /** Nothing to go on, or too much was missed to replay: load again what is shown. */
  resynchronised: { reason: ResynchroniseReason };
  outgoingChanged: OutgoingMessage;
  outgoingSettled: SettledOutgoing;
  /** The server ended the session. */
  signedOut: { reason: SignOutReason };
  /** The server shows another key than the expected one: the client stays offline until `connect`. */
  serverKeyChanged: { expected: Uint8Array | null; seen: Uint8Array };
  /** The server is on another computer now; `moveTo` follows it. */
  serverMoved: ServerMoved;
  /** A newer one under the server's key than any before: from now on no older one is used. */
  newEpoch: EpochMark;
}

export interface ChatClientOptions {
  /** The server's origin, such as `http://192.168.1.5:8000`. */
  url: string;
  /** Shown to the person in the list of their sessions. */
  deviceName: string;
  memory: ClientMemory;
  /** Where messages wait; without it they end with the process. */
  outboxStore?: OutboxStore;
  now?: () => number;
  random?: () => number;
  timers?: Timers;
  /** Everything over the sealed channel; without it the plain API is used. */
  sealed?: SealedOptions;
  /** Takes the place of either. */
  transport?: Transport;
  /** Told of defects that have no caller: a listener that throws, a memory that cannot be written. */
  reportProblem?: (problem: unknown) => void;
}

export interface ChatOutbox {
  /**
   * Queues a message and answers how it stands. Throws NO_SESSION when nobody is signed in, and what
   * the store throws when it cannot keep the message.
   */
  send(draft: OutgoingDraft): OutgoingMessage;
  /** Tries a failed message again; nothing happens to one that is gone or on its way. */
  retry(clientMessageId: string): void;
  discard(clientMessageId: string): void;
  list(conversationId?: ConversationId): OutgoingMessage[];
}
