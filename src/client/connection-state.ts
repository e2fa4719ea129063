export type ConnectionState =
  | { status: 'offline' }
  | { status: 'connecting'; hostLeft?: true }
  | { status: 'online' }
  /**
   * Lost; tried again at `retryAt` (milliseconds since 1970). `hostLeft` where the server said so, until
   * it is back.
   */
  | { status: 'waiting'; retryAt: number; hostLeft?: true };
