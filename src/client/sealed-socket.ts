import { closeCodes } from '#protocol/close-codes.ts';
import { ClientError } from './client-error.ts';
import type { NewestEpoch } from './epoch-mark.ts';
import type { SocketEnd, SocketListener, TransportSocket } from './transport.ts';

interface SealedSocketOptions {
  token: string;
  listener: SocketListener;
  newestEpoch: NewestEpoch;
  /** Ignored unless the channel is open. */
  send: (text: string) => void;
  onClose: () => void;
}

/** What of an event concerns the channel itself. */
interface Said {
  type?: unknown;
  error_code?: unknown;
  epoch?: unknown;
  epoch_proof?: unknown;
}

/** The events of a channel, for as long as somebody listens: its authentication and what follows. */
export class SealedSocket implements TransportSocket {
  readonly #options: SealedSocketOptions;
  /** The newest token that the server has taken. */
  #token: string | null = null;
  /** Given to the server and not answered yet. */
  #offered: string | null = null;
  #ended = false;

  constructor(options: SealedSocketOptions) {
    this.#options = options;
  }

  /** The channel is open. */
  authenticate(): void {
    this.#offer(this.#options.token);
  }

  /** Whether a request with this token is understood without it. */
  isKnownBy(token: string): boolean {
    return !this.#ended && token === this.#token;
  }

  /** A token was used that is newer than the one the server knows: prolongs the channel. */
  renew(token: string): void {
    if (this.#ended || this.#token === null || this.#offered !== null) return;
    if (token !== this.#token) this.#offer(token);
  }

  /** An event, as text and as the value that it holds. */
  receive(text: string, event: Said): void {
    if (this.#ended) return;
    const { type, error_code } = event;
    const isFirst = this.#token === null;
    const isTaken = type === 'connection_established';
    const isRefused = type === 'error' && error_code === 'TOKEN_INVALID';
    if (this.#offered !== null && (isTaken || isRefused)) {
      if (isTaken) this.#token = this.#offered;
      this.#offered = null;
      if (isTaken && !this.#options.newestEpoch.accept(event)) {
        this.#leaveStayedBehind();
        return;
      }
      if (isFirst && isRefused) this.end({ code: closeCodes.sessionEnded, refusedStatus: 401 });
      if (!isFirst || isRefused) return;
    }
    this.#options.listener.onMessage(text);
  }

  send(text: string): void {
    if (!this.#ended) this.#options.send(text);
  }

  close(): void {
    if (this.#ended) return;
    this.end({ code: closeCodes.normal, refusedStatus: null });
    this.#options.onClose();
  }

  end(end: SocketEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.listener.onClose(end);
  }

  /** Nothing is told to a server that has moved and does not know it: it would be lost. */
  #leaveStayedBehind(): void {
    const detail = 'Cannot reach the server: what answers is where it was before it moved';
    const failure = new ClientError('UNREACHABLE', detail);
    this.end({ code: closeCodes.goingAway, refusedStatus: null, failure });
    this.#options.onClose();
  }

  #offer(token: string): void {
    this.#offered = token;
    const { mark } = this.#options.newestEpoch;
    const newest = mark && { epoch: mark.epoch, epoch_proof: mark.proof };
    this.#options.send(JSON.stringify({ type: 'authenticate', data: { token, ...newest } }));
  }
}
