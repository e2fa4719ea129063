import type { OwnAccount } from '#protocol/accounts.ts';
import type { Cursor } from '#protocol/identifiers.ts';

export interface StoredTokens {
  access_token: string;
  refresh_token: string;
  /** Milliseconds since 1970, by this computer's clock. */
  access_expires_at: number;
  account: OwnAccount;
}

/**
 * What a client must find again after a restart. Its owner decides how it is kept; the tokens are
 * secrets and belong under the operating system's seal.
 */
export interface ClientMemory {
  loadTokens(): Promise<StoredTokens | null>;
  saveTokens(tokens: StoredTokens | null): Promise<void>;
  loadCursor(): Promise<Cursor | null>;
  saveCursor(cursor: Cursor | null): Promise<void>;
}

/** A memory that ends with the process, for programs that need no more. */
export class VolatileMemory implements ClientMemory {
  #tokens: StoredTokens | null = null;
  #cursor: Cursor | null = null;

  loadTokens(): Promise<StoredTokens | null> {
    return Promise.resolve(this.#tokens);
  }

  saveTokens(tokens: StoredTokens | null): Promise<void> {
    this.#tokens = tokens;
    return Promise.resolve();
  }

  loadCursor(): Promise<Cursor | null> {
    return Promise.resolve(this.#cursor);
  }

  saveCursor(cursor: Cursor | null): Promise<void> {
    this.#cursor = cursor;
    return Promise.resolve();
  }
}
