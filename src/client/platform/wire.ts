/** One WebSocket as the sealed channel sees it, whoever has made it. */
export interface Wire {
  /** Bytes that were sent and that the network has not taken yet. */
  readonly bufferedAmount: number;
  /** `onSent` is called once there is room for more, or when the wire is lost. */
  send(frame: Uint8Array, onSent?: () => void): void;
  /** Nothing happens to one that closes already. */
  close(code: number, reason: string): void;
  /** Without saying goodbye. */
  terminate(): void;
}

/** Told of what happens on a wire; of nothing before `openWire` has returned. */
export interface WireListener {
  onOpen(): void;
  /** Null for a text: only bytes are expected. */
  onMessage(frame: Uint8Array | null): void;
  /** What answered is no WebSocket; the HTTP status, where it can be known. */
  onRefused(status: number): void;
  /** `onClose` follows. */
  onError(cause: unknown): void;
  /** Once, and the last of all. */
  onClose(code: number, reason: string): void;
}
