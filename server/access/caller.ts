import type { SessionId, UserId } from '#protocol/identifiers.ts';
import type { Scope } from '#protocol/scopes.ts';

/** Who makes a request, as their token and session say. */
export interface Caller {
  userId: UserId;
  username: string;
  sessionId: SessionId;
  isAdmin: boolean;
  /** What a bot may do; null for a person. */
  scopes: ReadonlySet<Scope> | null;
}

/** Where a request comes from. */
export interface Origin {
  /** The address in text form, IPv4 or IPv6. */
  remoteAddress: string;
  /** The request was made on this very computer. */
  isLoopback: boolean;
  /** The sealed channel that carries it; null over the plain API. */
  sealed: SealedOrigin | null;
}

export interface SealedOrigin {
  sessionId: SessionId;
  /** The device's static X25519 key, which the handshake has proved: 32 bytes. */
  deviceKey: Uint8Array;
  /** A page in a browser asks: its key, and with it its sessions, go with the tab. */
  isPage: boolean;
}

export interface Authentication {
  caller: Caller;
  /** Milliseconds since 1970. */
  claims: { expiresAt: number };
}

/** What a token is shown for: a request, with more of them to come, or once for a whole socket. */
export type TokenUse = 'request' | 'socket';

/** @throws AppError TOKEN_INVALID; a token bound to a device is good only in its channel. */
export type Authenticate = (token: string, origin: Origin, use: TokenUse) => Authentication;
