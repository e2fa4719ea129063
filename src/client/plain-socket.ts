import { WebSocket } from 'ws';
import type { SocketEnd, SocketListener, TransportSocket } from './transport.ts';

const abnormalClosure = 1006;
const normalClosure = 1000;

const socketOptions = {
  handshakeTimeout: 10_000,
  /** Milliseconds that the other side may take over the closing handshake. */
  closeTimeout: 2_000,
  /** Bytes; far above any event of the contract: a bound on what a wrong server makes us hold. */
  maxPayload: 4_194_304,
  perMessageDeflate: false,
};

/** One WebSocket; `listener.onClose` comes exactly once, whatever happens. */
export class PlainSocket implements TransportSocket {
  /** Resolves when nothing of the socket is left. */
  readonly gone: Promise<void>;
  readonly #socket: WebSocket;
  readonly #listener: SocketListener;
  #ended = false;

  constructor(url: URL, listener: SocketListener) {
    this.#listener = listener;
    const socket = new WebSocket(url, socketOptions);
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      // One Buffer a message: what `ws` is asked for.
      if (!isBinary && !this.#ended) listener.onMessage((data as Buffer).toString('utf8'));
    });
    socket.on('unexpected-response', (_request, response) => {
      this.#end({ code: abnormalClosure, refusedStatus: response.statusCode ?? null });
      socket.terminate();
    });
    // Without a listener an error would be thrown; 'close' follows each and is what counts.
    socket.on('error', () => {
      this.#end({ code: abnormalClosure, refusedStatus: null });
    });
    this.gone = new Promise((resolve) => {
      socket.on('close', (code) => {
        this.#end({ code, refusedStatus: null });
        resolve();
      });
    });
  }

  send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  close(): void {
    this.#end({ code: normalClosure, refusedStatus: null });
    this.#socket.close(normalClosure);
  }

  #end(end: SocketEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.onClose(end);
  }
}
