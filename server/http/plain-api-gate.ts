import type { Origin } from '../access/caller.ts';

/**
 * Whether plain REST and plain WebSockets are answered. What travels unsealed between machines can be
 * read by anybody on the way, so other machines get it only where the host has said so, or over TLS.
 */
export class PlainApiGate {
  readonly #isOpenToAll: boolean;

  constructor(isOpenToAll: boolean) {
    this.#isOpenToAll = isOpenToAll;
  }

  isOpenTo({ isLoopback }: Pick<Origin, 'isLoopback'>): boolean {
    return isLoopback || this.#isOpenToAll;
  }
}
