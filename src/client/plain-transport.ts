import { PlainHttp } from './plain-http.ts';
import { PlainSocket } from './plain-socket.ts';
import { originOf } from './server-origin.ts';
import type {
  SocketListener,
  Transport,
  TransportRequest,
  TransportResponse,
  TransportSocket,
} from './transport.ts';

/** HTTP for requests and a WebSocket for events, as the documented API has them. */
export class PlainTransport implements Transport {
  readonly #origin: URL;
  readonly #http: PlainHttp;
  readonly #sockets = new Set<PlainSocket>();

  /** `url` is the server's origin, such as `http://192.168.1.5:8000`. Throws ClientError. */
  constructor(url: string) {
    this.#origin = originOf(url);
    this.#http = new PlainHttp(this.#origin);
  }

  request(request: TransportRequest): Promise<TransportResponse> {
    return this.#http.request(request);
  }

  openSocket(path: string, accessToken: string, listener: SocketListener): TransportSocket {
    const url = new URL(path, this.#origin);
    url.protocol = this.#origin.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('token', accessToken);
    const socket = new PlainSocket(url, listener);
    this.#sockets.add(socket);
    void socket.gone.then(() => this.#sockets.delete(socket));
    return socket;
  }

  async close(): Promise<void> {
    this.#http.close();
    const sockets = [...this.#sockets];
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map((socket) => socket.gone));
  }
}
