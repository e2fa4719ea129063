import type { ClosingReason } from '#protocol/connection.ts';
import { closeCodes } from '#protocol/close-codes.ts';
import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import { messageMaxBytes } from '#protocol/noise/noise-primitives.ts';
import { sealedPath } from '#protocol/sealed.ts';
import type { Origin } from '../access/caller.ts';
import { isOriginOf } from '../http/origins.ts';
import type { AllowedOrigins } from '../http/origins.ts';
import type { PlainApiGate } from '../http/plain-api-gate.ts';
import { refuse } from '../http/answer-request.ts';
import { remoteOrigin } from '../http/remote-origin.ts';
import { requestIdFrom } from '../http/request-id.ts';
import { uws } from '../http/uws.ts';
import type { HttpRequest, HttpResponse, SocketContext, WebApp, WebSocket } from '../http/uws.ts';
import { stamped } from '../ws/hub.ts';
import { refuseUpgrade } from '../ws/refuse-upgrade.ts';
import type { FrameSocket } from './frame-socket.ts';
import { HalfOpen } from './half-open.ts';
import { SealedChannel } from './sealed-channel.ts';
import type { ChannelServices, Stranger } from './sealed-channel.ts';

export interface SealedSocketsOptions extends Omit<ChannelServices, 'halfOpen'> {
  app: WebApp;
  origins: AllowedOrigins;
  /** Whether the server has a page of its own that speaks to it. */
  hasOwnPage: boolean;
  gate: PlainApiGate;
  isClosing: () => boolean;
}

interface SocketData extends Stranger {
  channel?: SealedChannel;
}

/** Who asks, as a browser says of the page; of programs the origin is empty. */
interface AskingPage {
  origin: string;
  /** The request's `Host`. */
  host: string;
}

/** The WebSocket of sealed channels at `/api/v1/secure`. */
export class SealedSockets {
  readonly #options: SealedSocketsOptions & ChannelServices;
  readonly #channels = new Set<SealedChannel>();

  constructor(options: SealedSocketsOptions) {
    this.#options = { ...options, halfOpen: new HalfOpen(limits.sealedHalfOpenMax) };
    options.app.ws<SocketData>(sealedPath, {
      compression: uws().DISABLED,
      maxPayloadLength: messageMaxBytes,
      // The channel holds back what the network does not take; one text more may be under way.
      maxBackpressure: 2 * limits.sealedAnswerMaxBytes,
      closeOnBackpressureLimit: 1,
      idleTimeout: limits.socketIdleTimeoutSeconds,
      sendPingsAutomatically: true,
      upgrade: (response, request, context) => {
        this.#upgrade(response, request, context);
      },
      open: (socket) => {
        this.#open(socket);
      },
      message: (socket, message, isBinary) => {
        socket.getUserData().channel?.receive(new Uint8Array(message), isBinary);
      },
      drain: (socket) => {
        socket.getUserData().channel?.drained();
      },
      close: (socket) => {
        const { channel } = socket.getUserData();
        if (channel === undefined) return;
        this.#channels.delete(channel);
        options.answering.traffic.sockets.sealed -= 1;
        channel.closed();
      },
    });
  }

  /** Says goodbye to every channel, also to those that are nobody's yet. */
  closeAll(reason?: ClosingReason): void {
    this.sendOff(stamped({ type: 'server_closing', reason }), 'server_closing');
  }

  /** The same with another last word. */
  sendOff(text: string, why: string): void {
    for (const channel of [...this.#channels]) {
      channel.send(text);
      channel.close(closeCodes.serverClosing, why);
    }
  }

  #upgrade(response: HttpResponse, request: HttpRequest, context: SocketContext): void {
    const origin = remoteOrigin(response);
    const page = { origin: request.getHeader('origin'), host: request.getHeader('host') };
    const refusal = this.#refusal(page, origin);
    if (refusal !== null) {
      const requestId = requestIdFrom(request.getHeader('x-request-id'));
      refuseUpgrade(response, refuse(this.#options.answering, requestId, refusal), requestId);
      return;
    }
    response.cork(() => {
      response.upgrade<SocketData>(
        { origin, isPage: page.origin !== '' },
        request.getHeader('sec-websocket-key'),
        request.getHeader('sec-websocket-protocol'),
        request.getHeader('sec-websocket-extensions'),
        context,
      );
    });
  }

  #refusal(page: AskingPage, { remoteAddress }: Origin): AppError | null {
    if (this.#options.isClosing()) return new AppError('SERVER_CLOSING', { retryAfterSeconds: 2 });
    if (!this.#maySpeak(page)) return new AppError('ORIGIN_NOT_ALLOWED');
    if (this.#options.halfOpen.begin(remoteAddress)) return null;
    return new AppError('RATE_LIMITED', { retryAfterSeconds: 1 });
  }

  /** The server's own page may, under the server's own names: others can be given its address. */
  #maySpeak({ origin, host }: AskingPage): boolean {
    const { origins, hasOwnPage, gate } = this.#options;
    if (origin === '' || origins.allows(origin)) return true;
    return hasOwnPage && isOriginOf(origin, host) && gate.allowsHost(host);
  }

  #open(socket: WebSocket<SocketData>): void {
    const data = socket.getUserData();
    const channel = new SealedChannel(this.#options, new UwsFrameSocket(socket), data);
    data.channel = channel;
    this.#channels.add(channel);
    this.#options.answering.traffic.sockets.sealed += 1;
  }
}

class UwsFrameSocket implements FrameSocket {
  readonly #socket: WebSocket<SocketData>;

  constructor(socket: WebSocket<SocketData>) {
    this.#socket = socket;
  }

  sendFrame(frame: Uint8Array): void {
    this.#socket.send(frame, true);
  }

  bufferedBytes(): number {
    return this.#socket.getBufferedAmount();
  }

  cork(work: () => void): void {
    this.#socket.cork(work);
  }

  end(code: number, reason: string): void {
    this.#socket.end(code, reason);
  }
}
