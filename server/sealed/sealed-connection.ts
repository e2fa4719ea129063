import type { ConversationId } from '#protocol/identifiers.ts';
import type { Caller, Origin } from '../access/caller.ts';
import type { Connection } from '../ws/connection.ts';
import { expire, Expiry } from '../ws/expiry.ts';
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
  readonly #channel: ChannelEnd;
  readonly #expiry = new Expiry(() => {
    expire(this);
  });

  constructor(channel: ChannelEnd, caller: Caller, origin: Origin) {
    this.#channel = channel;
    this.caller = caller;
    this.origin = origin;
  }

  send(text: string | SharedText): void {
    this.#channel.send(text);
  }

  sendAll(texts: readonly SharedText[]): void {
    this.#channel.sendAll(texts);
  }

  extend(expiresAt: number): void {
    this.#expiry.moveTo(expiresAt);
  }

  close(code: number, reason: string): void {
    this.markClosed();
    this.#channel.close(code, reason);
  }

  markClosed(): void {
    this.#expiry.cancel();
  }
}
