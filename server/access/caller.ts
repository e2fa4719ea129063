import type { SessionId, UserId } from '#protocol/identifiers.ts';

/** Who makes a request, as their token and session say. */
export interface Caller {
  userId: UserId;
  username: string;
  sessionId: SessionId;
  isAdmin: boolean;
}

/** Where a request comes from. */
export interface Origin {
  /** The address in text form, IPv4 or IPv6. */
  remoteAddress: string;
  /** The request was made on this very computer. */
  isLoopback: boolean;
}
