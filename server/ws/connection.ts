import type { ConversationId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';

/** A socket of a signed-in person, whatever carries it. */
export interface Connection {
  readonly caller: Caller;
  /** The conversation that is open on this socket, as join_conversation said. */
  openConversation: ConversationId | null;
  /** Text of one event. Does nothing once the socket has closed. */
  send(text: string): void;
  /** @param code one of the contract's close codes */
  close(code: number, reason: string): void;
}
