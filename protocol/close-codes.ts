/** WebSocket close codes; 4000 to 4999 are the application's own (RFC 6455, 7.4.2). */
export const closeCodes = {
  normal: 1000,
  goingAway: 1001,
  /** The consumer could not keep up; it catches up by sync. */
  tooSlow: 1013,
  /** The sealed channel cannot go on; the reason says why, such as `bad tag`. */
  sealedProtocolError: 4400,
  /** The token that opened the socket has expired or its session has ended. */
  sessionEnded: 4401,
  /** The server is shutting down and will be back. */
  serverClosing: 4503,
} as const;
