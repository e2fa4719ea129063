import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';

export interface HttpAnswer {
  status: number;
  /** Latin-1: what is measured needs no texts. */
  body: string;
}

/** One kept connection with one request at a time on it, and as little work for each as can be. */
export class HttpConnection {
  readonly #socket: Socket;
  #waiting: ((answer: HttpAnswer) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.#received = this.#received === '' ? text : this.#received + text;
      this.#settle();
    });
    const end = (): void => {
      this.#fail?.(new Error('the server closed the connection'));
    };
    socket.on('error', end);
    socket.on('close', end);
  }

  static async open(url: URL): Promise<HttpConnection> {
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    return new HttpConnection(socket);
  }

  /** False once the server has closed it, as it does to one that nobody has used for a while. */
  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** @param request head and body, as they go over the wire */
  request(request: string): Promise<HttpAnswer> {
    // Its end may have come while nobody asked: nobody would hear of it.
    if (!this.isOpen) return Promise.reject(new Error('the server closed the connection'));
    return new Promise((resolve, reject) => {
      this.#waiting = resolve;
      this.#fail = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#fail = undefined;
    this.#socket.destroy();
  }

  #settle(): void {
    const text = this.#received;
    const headEnd = text.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const bodyStart = headEnd + 4;
    const length = contentLength(text, headEnd);
    if (text.length < bodyStart + length) return;
    const status = Number(text.slice(9, 12));
    const body = text.slice(bodyStart, bodyStart + length);
    this.#received = text.slice(bodyStart + length);
    this.#fail = undefined;
    this.#waiting?.({ status, body });
  }
}

const lengthHeader = /\r\ncontent-length: *(\d+)/i;

function contentLength(text: string, headEnd: number): number {
  return Number(lengthHeader.exec(text.slice(0, headEnd))?.[1] ?? 0);
}
