import { errorCatalogue } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import { serverMoved } from '#protocol/move.ts';
import type { ServerMoved } from '#protocol/move.ts';
import { binaryRecords } from '#protocol/noise/binary-record.ts';
import type { SealedRequest } from '#protocol/sealed.ts';
import { ClientError } from './client-error.ts';
import type { NewestEpoch } from './epoch-mark.ts';
import { parseJson } from './json.ts';
import { SealedChannel } from './sealed-channel.ts';
import type { ChannelEnd, SealedChannelOptions } from './sealed-channel.ts';
import { SealedRequests } from './sealed-requests.ts';
import { SealedSocket } from './sealed-socket.ts';
import type { SocketListener, TransportRequest, TransportResponse } from './transport.ts';

interface SealedLineOptions extends Pick<SealedChannelOptions, 'url' | 'deviceKey' | 'trust'> {
  /** Nothing new may begin on it: it is over, or only finishes what was begun. */
  onRetired: () => void;
  newestEpoch: NewestEpoch;
  onMoved: (moved: ServerMoved) => void;
}

/** A channel with what goes over it: requests, and at most one listener to events. */
export class SealedLine {
  readonly #options: SealedLineOptions;
  readonly #channel: SealedChannel;
  readonly #requests = new SealedRequests();
  #socket: SealedSocket | null = null;
  #isRetired = false;

  constructor(options: SealedLineOptions) {
    this.#options = options;
    this.#channel = new SealedChannel({
      ...options,
      onText: (text) => {
        this.#receive(text);
      },
      onBytes: (record) => {
        this.#requests.receiveBytes(record);
      },
      onEnd: (end) => {
        this.#end(end);
      },
    });
  }

  get gone(): Promise<void> {
    return this.#channel.gone;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    const { timeoutMs } = request;
    const late = () => this.#unreachable('no answer in time');
    try {
      return await this.#requests.ask(timeoutMs, late, (id) => {
        this.#send(id, request);
      });
    } finally {
      this.#closeWhenIdle();
    }
  }

  listen(token: string, listener: SocketListener): SealedSocket {
    const socket = new SealedSocket({
      token,
      listener,
      newestEpoch: this.#options.newestEpoch,
      send: (text) => {
        this.#sendQuietly(text);
      },
      onClose: () => {
        this.#retire();
      },
    });
    this.#socket = socket;
    this.#channel.opened.then(
      () => {
        socket.authenticate();
      },
      () => undefined, // The channel's end tells the socket.
    );
    return socket;
  }

  close(): void {
    this.#channel.close();
  }

  #send(id: number, request: TransportRequest): void {
    this.#channel.opened.then(
      () => {
        const text = JSON.stringify(this.#envelope(id, request));
        if (isTooLarge(text)) {
          this.#refuseLarge(id);
          return;
        }
        this.#channel.send(text);
        if (request.bytes) this.#channel.sendBytes(binaryRecords(id, [request.bytes]));
      },
      () => undefined, // The channel's end fails every request.
    );
  }

  #envelope(id: number, request: TransportRequest): SealedRequest {
    const { method, path, headers, body, bytes, accessToken } = request;
    if (accessToken !== null) this.#socket?.renew(accessToken);
    const isKnown = accessToken === null || this.#socket?.isKnownBy(accessToken) === true;
    const envelope = { id, method, path, headers, body, bytes: bytes?.length };
    return isKnown ? envelope : { ...envelope, token: accessToken };
  }

  /** What the server would say, had it not to give up a channel on which too much comes. */
  #refuseLarge(id: number): void {
    const { status, detail } = errorCatalogue.PAYLOAD_TOO_LARGE;
    this.#requests.answer({ id, status, body: { detail, error_code: 'PAYLOAD_TOO_LARGE' } });
  }

  #sendQuietly(text: string): void {
    this.#channel.opened.then(
      () => {
        if (!this.#isRetired) this.#channel.send(text);
      },
      () => undefined, // A lost channel loses what was to be said on it; its end is told.
    );
  }

  #receive(text: string): void {
    const value = parseJson(text);
    if (typeof value !== 'object' || value === null) return;
    if ('id' in value && this.#requests.answer(value)) return;
    // Whoever asked, and whether or not anybody listens to events.
    const moved = serverMoved.safeParse(value);
    if (moved.success) this.#options.onMoved(moved.data);
    this.#socket?.receive(text, value);
  }

  /** Nobody listens any more: what was asked is still answered, and then the channel closes. */
  #retire(): void {
    if (this.#isRetired) return;
    this.#isRetired = true;
    this.#options.onRetired();
    this.#closeWhenIdle();
  }

  #closeWhenIdle(): void {
    if (this.#isRetired && this.#requests.count === 0) this.#channel.close();
  }

  #end({ code, error }: ChannelEnd): void {
    this.#isRetired = true;
    this.#options.onRetired();
    this.#requests.failAll(error);
    this.#socket?.end({ code, refusedStatus: null, failure: error });
  }

  #unreachable(reason: string): ClientError {
    return new ClientError('UNREACHABLE', `Cannot reach ${this.#options.url.host}: ${reason}`);
  }
}

/** As UTF-8, which takes at most three bytes for what JavaScript counts as one. */
function isTooLarge(text: string): boolean {
  if (text.length * 3 <= limits.requestMaxBytes) return false;
  return new TextEncoder().encode(text).length > limits.requestMaxBytes;
}
