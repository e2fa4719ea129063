import { z } from 'zod';
import type { ConnectedServer } from './connected-server.ts';
import { defineCall } from './call.ts';

/** A server's key that only a person can judge. */
export interface ServerKeyQuestion {
  /** Host and port. */
  address: string;
  /** X25519, base64url. */
  publicKey: string;
  fingerprint: string;
  /** The server that the app knows at this address, with another key; null for an address never used. */
  before: { name: string; fingerprint: string } | null;
}

export type JoinOutcome =
  | { outcome: 'joined'; server: ConnectedServer }
  /** Nothing was sent to it; `joinServer` with the key and `is_compared` goes on. */
  | { outcome: 'unverified'; question: ServerKeyQuestion };

/** An invite link that the operating system gave to the app. */
export interface OpenedLink {
  text: string;
  /** Where it leads; null when it cannot be read. */
  address: string | null;
  /** The app is signed in to that server already. */
  isCurrentServer: boolean;
}

export const trustCalls = {
  /**
   * `192.168.1.5`, `host:8000`, a URL or an invite link; remembers the server once it has answered.
   * With `public_key` only the server of that key is joined.
   */
  joinServer: defineCall<JoinOutcome>()(
    z.object({
      address: z.string().trim().min(1).max(2_000),
      public_key: z.string().max(64).optional(),
      /** The person has compared the key's fingerprint. */
      is_compared: z.boolean().optional(),
    }),
  ),
  /** The answer to `AppState.keyChange`: back to the first screen, nothing is sent, nothing forgotten. */
  refuseServerKey: defineCall<void>()(z.undefined()),
  /** The link has been dealt with. */
  dismissLink: defineCall<void>()(z.undefined()),
};
