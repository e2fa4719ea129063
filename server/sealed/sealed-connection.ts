import type { ConversationId } from '#protocol/identifiers.ts';
import type { Caller, Origin } from '../access/caller.ts';
import type { Connection } from '../ws/connection.ts';
import type { SharedText } from '../ws/shared-text.ts';

/** What a connection does through its channel. */
export interface ChannelEnd {
  send(text: string | SharedText): void;
  sendAll(texts: readonly SharedText[]): void;
  close(code: number, reason: string): void;
}

/** A channel once it is known whose it is: a socket like any other to the hub. */
export class SealedConnection implements Connection {
  readonly caller: Caller;
  readonly origin: Origin;
  openConversation: ConversationId | null = null;
  expiresAt: number;
  readonly #channel: ChannelEnd;

  constructor(channel: ChannelEnd, caller: Caller, origin: Origin, expiresAt: number) {
    this.#channel = channel;
    this.caller = caller;
    this.origin = origin;
    this.expiresAt = expiresAt;
  }

  send(text: string | SharedText): void {
    this.#channel.send(text);
  }

  sendAll(texts: readonly SharedText[]): void {
    this.#channel.sendAll(texts);
  }

  close(code: number, reason: string): void {
    this.#channel.close(code, reason);
  }
}
