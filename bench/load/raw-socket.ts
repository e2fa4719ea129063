import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';

/** From here on, copying costs more than a call. */
const largeBytes = 16_384;

/** A WebSocket client with as little work for each message as can be. */
export class RawSocket {
  readonly #socket: Socket;
  #received: Buffer;
  /** Frames that are larger than what comes at once are put together here, one after another. */
  #large: Buffer = Buffer.alloc(0);
  /** Of the one that is under way: its bytes, and how many of them have come. */
  #missing = { frameBytes: 0, at: 0 };
  #onMessage: (payload: Buffer) => void = () => undefined;

  private constructor(socket: Socket, received: Buffer) {
    this.#socket = socket;
    this.#received = received;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => {
      this.#take(bytes);
    });
    // Whoever waits for a message sees that none comes.
    socket.on('error', () => undefined);
  }

  /** @param target path and query */
  static async open(url: URL, target: string): Promise<RawSocket> {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => undefined);
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET ${target} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: Upgrade\r\n` +
        `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    let head: Buffer = Buffer.alloc(0);
    while (!head.includes('\r\n\r\n')) {
      const [bytes] = (await once(socket, 'data')) as [Buffer];
      head = Buffer.concat([head, bytes]);
    }
    const status = head.subarray(9, 12).toString();
    if (status !== '101') {
      socket.destroy();
      throw new Error(`the upgrade was answered with ${status}`);
    }
    return new RawSocket(socket, head.subarray(head.indexOf('\r\n\r\n') + 4));
  }

  /** Also hears of what has come before; the payload is borrowed. */
  set onMessage(listener: (payload: Buffer) => void) {
    this.#onMessage = listener;
    this.#read();
  }

  send(payload: Uint8Array, { isBinary }: { isBinary: boolean }): void {
    const short = payload.length < 126;
    const head = Buffer.alloc(short ? 6 : 8);
    head[0] = isBinary ? 0x82 : 0x81;
    // Masked with zeros: the payload goes out as it is.
    head[1] = 0x80 | (short ? payload.length : 126);
    if (!short) head.writeUInt16BE(payload.length, 2);
    if (payload.length < largeBytes) {
      this.#socket.write(Buffer.concat([head, payload]));
      return;
    }
    this.#socket.cork();
    this.#socket.write(head);
    this.#socket.write(payload);
    this.#socket.uncork();
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    const { frameBytes, at } = this.#missing;
    if (frameBytes === 0) {
      this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
      this.#read();
      return;
    }
    this.#missing.at += bytes.copy(this.#large, at, 0, frameBytes - at);
    if (this.#missing.at < frameBytes) return;
    this.#missing = { frameBytes: 0, at: 0 };
    this.#received = this.#large.subarray(0, frameBytes);
    this.#read();
    const rest = bytes.subarray(frameBytes - at);
    if (rest.length > 0) this.#take(rest);
  }

  /** What comes of this frame from now on is copied once, to its place. */
  #awaitLarge(begun: Buffer, frameBytes: number): void {
    if (this.#large.length < frameBytes) this.#large = Buffer.allocUnsafeSlow(frameBytes);
    this.#missing = { frameBytes, at: begun.copy(this.#large) };
    this.#received = Buffer.alloc(0);
  }

  #read(): void {
    let buffer = this.#received;
    for (;;) {
      if (buffer.length < 2) break;
      const short = (buffer[1] ?? 0) & 0x7f;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (buffer.length < start) break;
      const length =
        short < 126
          ? short
          : short === 126
            ? buffer.readUInt16BE(2)
            : Number(buffer.readBigUInt64BE(2));
      if (buffer.length < start + length) {
        if (length < largeBytes) break;
        this.#awaitLarge(buffer, start + length);
        return;
      }
      const isMessage = ((buffer[0] ?? 0) & 0x0f) < 8;
      const payload = buffer.subarray(start, start + length);
      buffer = buffer.subarray(start + length);
      this.#received = buffer;
      if (isMessage) this.#onMessage(payload);
    }
    this.#received = buffer;
  }
}
