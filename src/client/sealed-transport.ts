import { platform } from '#platform';
import type { AgreementKey, KeyPair } from '#protocol/noise/noise-primitives.ts';
import type { ServerMoved } from '#protocol/move.ts';
import { sealedPath } from '#protocol/sealed.ts';
import { ClientError } from './client-error.ts';
import { NewestEpoch } from './epoch-mark.ts';
import type { EpochMark } from './epoch-mark.ts';
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
  /** The newest server with that key that has been met: one that has stayed behind is not used. */
  newestEpoch?: EpochMark | null;
}

/** What a server says of itself and its place, over channels that prove its key. */
export interface SealedListeners {
  onNewEpoch: (mark: EpochMark) => void;
  onMoved: (moved: ServerMoved) => void;
}

/** Everything over one sealed WebSocket: requests, events, and the session that both belong to. */
export class SealedTransport implements Transport {
  readonly #options: SealedOptions;
  readonly #listeners: SealedListeners;
  readonly #newestEpoch: NewestEpoch;
  #url: URL;
  readonly #deviceKey: AgreementKey;
  readonly #lines = new Set<SealedLine>();
  #expectedServerKey: Uint8Array | null;
  #current: SealedLine | null = null;
  #isClosed = false;

  /** `url` is the server's origin, such as `http://192.168.1.5:8000`. Throws ClientError. */
  constructor(url: string, options: SealedOptions, listeners: SealedListeners = silent) {
    this.#options = options;
    this.#listeners = listeners;
    this.#newestEpoch = new NewestEpoch(options.newestEpoch ?? null, listeners.onNewEpoch);
    this.#url = sealedUrl(url);
    this.#deviceKey = platform.primitives.importKey(options.deviceKey.secretKey);
    this.#expectedServerKey = options.expectedServerKey;
  }

  /** The key of the server that answered; null before one has. */
  get serverKey(): Uint8Array | null {
    return this.#expectedServerKey;
  }

  /** From now on the server is asked at another address; its key has to be the same. */
  moveTo(url: string): void {
    this.#url = sealedUrl(url);
    for (const line of this.#lines) line.close();
    this.#current = null;
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
      newestEpoch: this.#newestEpoch,
      onMoved: this.#listeners.onMoved,
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

const silent: SealedListeners = { onNewEpoch: () => undefined, onMoved: () => undefined };

function sealedUrl(origin: string): URL {
  const url = new URL(sealedPath, originOf(origin));
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}
