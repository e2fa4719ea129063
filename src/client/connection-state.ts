export type ConnectionState =
  | { status: 'offline' }
  | { status: 'connecting' }
  | { status: 'online' }
  /** Lost; tried again at `retryAt` (milliseconds since 1970). */
  | { status: 'waiting'; retryAt: number };
