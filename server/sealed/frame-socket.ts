/** What a channel needs of the WebSocket under it. */
export interface FrameSocket {
  /** @param frame borrowed: what the network does not take at once is copied */
  sendFrame(frame: Uint8Array): void;
  /** Bytes that the operating system has not taken yet. */
  bufferedBytes(): number;
  /** Sends what `work` sends in as few packets as possible. */
  cork(work: () => void): void;
  end(code: number, reason: string): void;
}
