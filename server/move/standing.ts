import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import { isMarkedAsMoved, markAsMoved } from '../db/moved-mark.ts';
import { epochProof, provesEpoch } from './epoch-proof.ts';

/** Where a server is that was here. */
export interface Whereabouts {
  /** Host and port, the likeliest first; empty where only that it is elsewhere is known. */
  addresses: string[];
  epoch: number;
}

/** An epoch, and what it is believed by. */
export interface EpochMark {
  epoch: number;
  proof: string;
}

interface StandingOptions {
  dataFolder: string;
  identity: { publicKey: string };
  identityKey: Uint8Array;
  epoch: number;
}

/** How soon to ask again while the last of a move is copied. */
const stillRetrySeconds = 1;
/** How soon a client that has not heard where the server is now asks again. */
const movedRetrySeconds = 5;

/** Whether this server serves, takes nothing new while the last of it is copied, or has moved. */
export class Standing {
  readonly #options: StandingOptions;
  readonly mark: EpochMark;
  readonly #listeners: ((whereabouts: Whereabouts) => void)[] = [];
  #isStill = false;
  #whereabouts: Whereabouts | null = null;

  constructor(options: StandingOptions) {
    const { epoch, identityKey } = options;
    this.#options = options;
    this.mark = { epoch, proof: epochProof(identityKey, epoch) };
  }

  get movedTo(): Whereabouts | null {
    return this.#whereabouts;
  }

  onMoved(listener: (whereabouts: Whereabouts) => void): void {
    this.#listeners.push(listener);
  }

  beStill(): void {
    this.#isStill = true;
  }

  goOn(): void {
    this.#isStill = false;
  }

  /**
   * For good: on disk when this returns, and told.
   * @throws Error where that cannot be written, with nothing changed
   */
  move(whereabouts: Whereabouts): void {
    if (this.#whereabouts !== null) return;
    const { dataFolder, identity } = this.#options;
    try {
      markAsMoved(dataFolder, { identity: identity.publicKey, ...whereabouts });
    } catch (cause) {
      // Once its name is there, the mark counts.
      if (!isMarkedAsMoved(dataFolder)) throw cause;
    }
    this.#whereabouts = whereabouts;
    for (const listener of this.#listeners) listener(whereabouts);
  }

  /** A client has met a server with this key: where that is the newer one, this one is it no more. */
  learn({ epoch, proof }: EpochMark): void {
    if (epoch <= this.mark.epoch || this.#whereabouts !== null) return;
    if (!provesEpoch(this.#options.identityKey, epoch, proof)) return;
    this.move({ addresses: [], epoch });
  }

  /** @throws AppError SERVER_MOVED, or SERVER_MOVING for what would be written. */
  require({ tag, method }: Pick<EndpointDeclaration, 'tag' | 'method'>): void {
    // By which it is decided: they ask for themselves.
    if (tag === 'move') return;
    this.requireHere();
    if (this.#isStill && method !== 'GET' && method !== 'HEAD') {
      throw new AppError('SERVER_MOVING', { retryAfterSeconds: stillRetrySeconds });
    }
  }

  /** @throws AppError SERVER_MOVED */
  requireHere(): void {
    if (this.#whereabouts === null) return;
    throw new AppError('SERVER_MOVED', { retryAfterSeconds: movedRetrySeconds });
  }
}
