import { platform } from '#platform';
import type { AgreementKey, KeyPair } from '#protocol/noise/noise-primitives.ts';
import { sealedPath } from '#protocol/sealed.ts';
import { ClientError } from './client-error.ts';
import { originOf } from './server-origin.ts';
import { SealedLine } from './sealed-line.ts';
import { ServerKeyError } from './server-key-error.ts';
import type {
  SocketListener,
  Transport,
  TransportRequest,
  TransportResponse,
  TransportSocket,
} from './transport.ts';

export interface SealedOptions {
  /** This device's own; sessions that begin over the channel are bound to it. */
  deviceKey: KeyPair;
  /** The server's X25519 key, 32 bytes, where it is known: from a link, or from the last time. */
  expectedServerKey: Uint8Array | null;
  /**
   * Asked once where no key is expected, before anything but the beginning of the handshake has been
   * sent; `false` ends it. The key is expected from then on.
   */
  onServerKey?: (serverKey: Uint8Array) => boolean | Promise<boolean>;
}

/** Everything over one sealed WebSocket: requests, events, and the session that both belong to. */
export class SealedTransport implements Transport {
  readonly #options: SealedOptions;
  readonly #url: URL;
  readonly #deviceKey: AgreementKey;
  readonly #lines = new Set<SealedLine>();
  #expectedServerKey: Uint8Array | null;
  #current: SealedLine | null = null;
  #isClosed = false;

  /** `url` is the server's origin, such as `http://192.168.1.5:8000`. Throws ClientError. */
  constructor(url: string, options: SealedOptions) {
    this.#options = options;
    this.#url = new URL(sealedPath, originOf(url));
    this.#url.protocol = this.#url.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#deviceKey = platform.primitives.importKey(options.deviceKey.secretKey);
    this.#expectedServerKey = options.expectedServerKey;
  }

  /** The key of the server that answered; null before one has. */
  get serverKey(): Uint8Array | null {
    return this.#expectedServerKey;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    if (this.#isClosed) throw new ClientError('UNREACHABLE', 'The client has been closed');
    return this.#line().request(request);
  }

  /** The path says what the channel is anyway: the socket of the signed-in person's events. */
  openSocket(_path: string, accessToken: string, listener: SocketListener): TransportSocket {
    return this.#line().listen(accessToken, listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const lines = [...this.#lines];
    for (const line of lines) line.close();
    await Promise.all(lines.map((line) => line.gone));
  }

  #line(): SealedLine {
    if (this.#current !== null) return this.#current;
    const line: SealedLine = new SealedLine({
      url: this.#url,
      deviceKey: this.#deviceKey,
      trust: (serverKey) => this.#trust(serverKey),
      onRetired: () => {
        if (this.#current === line) this.#current = null;
      },
    });
    this.#current = line;
    this.#lines.add(line);
    void line.gone.then(() => this.#lines.delete(line));
    return line;
  }

  async #trust(serverKey: Uint8Array): Promise<void> {
    const expected = this.#expectedServerKey;
    if (expected !== null) {
      if (!isSame(expected, serverKey)) throw new ServerKeyError(expected, serverKey);
      return;
    }
    const isTrusted = (await this.#options.onServerKey?.(serverKey)) ?? true;
    if (!isTrusted) throw new ServerKeyError(null, serverKey);
    this.#expectedServerKey = serverKey;
  }
}

function isSame(first: Uint8Array, second: Uint8Array): boolean {
  return first.length === second.length && first.every((byte, index) => byte === second[index]);
}
