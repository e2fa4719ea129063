import { errorCatalogue } from '#protocol/errors.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import { ClientError } from '#client/client-error.ts';
import type {
  SocketEnd,
  SocketListener,
  Transport,
  TransportRequest,
  TransportResponse,
  TransportSocket,
} from '#client/transport.ts';

type Reply = TransportResponse | Promise<TransportResponse>;
type Handler = (request: TransportRequest) => Reply;

export class ScriptedSocket implements TransportSocket {
  readonly accessToken: string;
  readonly sent: unknown[] = [];
  isClosed = false;
  readonly #listener: SocketListener;

  constructor(accessToken: string, listener: SocketListener) {
    this.accessToken = accessToken;
    this.#listener = listener;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.end({ code: 1000, refusedStatus: null });
  }

  /** What the server says on it. */
  say(event: unknown): void {
    this.#listener.onMessage(typeof event === 'string' ? event : JSON.stringify(event));
  }

  end(end: Partial<SocketEnd> = {}): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#listener.onClose({ code: 1006, refusedStatus: null, ...end });
  }
}

/** A wire without a network: each test says what the server answers. */
export class ScriptedTransport implements Transport {
  readonly requests: TransportRequest[] = [];
  readonly sockets: ScriptedSocket[] = [];
  isClosed = false;
  readonly #handlers = new Map<string, Handler>();

  /** `call` is such as `GET /api/v1/server`, without a query; the newest answer counts. */
  answer(call: string, handler: Handler): this {
    this.#handlers.set(call, handler);
    return this;
  }

  request(request: TransportRequest): Promise<TransportResponse> {
    this.requests.push(request);
    const call = `${request.method} ${request.path.split('?')[0] ?? ''}`;
    const handler = this.#handlers.get(call);
    if (handler === undefined) return Promise.reject(new Error(`nobody answers ${call}`));
    return Promise.resolve().then(() => handler(request));
  }

  openSocket(_path: string, accessToken: string, listener: SocketListener): TransportSocket {
    const socket = new ScriptedSocket(accessToken, listener);
    this.sockets.push(socket);
    return socket;
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  /** The newest socket. */
  get socket(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }

  requestsTo(call: string): TransportRequest[] {
    return this.requests.filter(({ method, path }) => `${method} ${path}`.startsWith(call));
  }
}

export function ok(body: unknown, status = 200): TransportResponse {
  return { status, headers: {}, body: JSON.parse(JSON.stringify(body)) as unknown };
}

export function refusal(code: ErrorCode, headers: Record<string, string> = {}): TransportResponse {
  const { status, detail } = errorCatalogue[code];
  const body = { detail, error_code: code, timestamp: '2024-01-15T10:30:00.000Z' };
  return { status, headers, body };
}

export function unreachable(): never {
  throw new ClientError('UNREACHABLE', 'Cannot reach the server: nothing listens there');
}

/** A value that comes when the test says so. */
export class Deferred<T> {
  readonly promise: Promise<T>;
  resolve: (value: T) => void = () => undefined;
  reject: (error: unknown) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
