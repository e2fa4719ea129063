import type { ConversationId } from '#protocol/identifiers.ts';
import type { Caller, Origin } from '../access/caller.ts';
import type { SharedText } from './shared-text.ts';

/** A socket of a signed-in person, whatever carries it. */
export interface Connection {
  readonly caller: Caller;
  readonly origin: Origin;
  /** The conversation that is open on this socket, as join_conversation said. */
  openConversation: ConversationId | null;
  /** Text of one event. Does nothing once the socket has closed. */
  send(text: string | SharedText): void;
  /** The same for several, in their order and with one call to the network where that can be. */
  sendAll(texts: readonly SharedText[]): void;
  /** When its token ends, in milliseconds since 1970; moved on by newer tokens of the same session. */
  expiresAt: number;
  /** @param code one of the contract's close codes */
  close(code: number, reason: string): void;
}
