import { closeCodes } from '#protocol/close-codes.ts';
import { socketPath } from '#protocol/connection.ts';
import type { Command, ServerEvent } from '#protocol/events.ts';
import { AppError } from '#protocol/errors.ts';
import { Backoff } from './backoff.ts';
import type { ConnectionState } from './connection-state.ts';
import { Heartbeat } from './heartbeat.ts';
import { ServerKeyError } from './server-key-error.ts';
import type { EventReading } from './server-events.ts';
import type { Timers } from './timers.ts';
import type { SocketEnd, Transport, TransportSocket } from './transport.ts';

/** A connection that lasted this long was a good one: the next pause is a short one again. */
const stableAfterMs = 10_000;
/** From the first packet to `connection_established`. */
const establishWithinMs = 15_000;
const serverReturnsAfterMs = 500;
const abnormalClosure = 1006;

interface ConnectionOptions {
  transport: Transport;
  timers: Timers;
  now: () => number;
  random: () => number;
  /** A usable token; `refused` is the one that the server has just turned away. */
  accessToken: (refused: string | null) => Promise<string>;
  read: (text: string) => EventReading;
  /** The socket is open: hand out what was missed. The state becomes `online` when it resolves. */
  catchUp: () => Promise<void>;
  onEvent: (event: ServerEvent) => void;
  onDropped: () => void;
  onState: (state: ConnectionState) => void;
  /** It is not the server that it was: there are no more attempts until `connect`. */
  onServerKeyError: (error: ServerKeyError) => void;
}

/**
 * Keeps one socket open for as long as it is wanted. Every attempt has a number; whatever comes
 * from an earlier one is ignored, so that no late answer disturbs a later attempt.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #backoff: Backoff;
  readonly #heartbeat: Heartbeat;
  #state: ConnectionState = { status: 'offline' };
  #attempt = 0;
  #socket: TransportSocket | null = null;
  #token: string | null = null;
  #refusedToken: string | null = null;
  #onlineSince: number | null = null;
  #isServerClosing = false;
  /** From its goodbye until it is back. */
  #hasHostLeft = false;
  #cancelTimer: (() => void) | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
    this.#heartbeat = new Heartbeat({
      timers: options.timers,
      send: () => {
        this.#socket?.send(JSON.stringify({ type: 'heartbeat', data: {} }));
      },
      onSilence: () => {
        this.#lose({ code: abnormalClosure, refusedStatus: null });
      },
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  connect(): void {
    if (this.#state.status === 'offline') this.#begin();
  }

  disconnect(): void {
    if (this.#state.status === 'offline') return;
    this.#release();
    this.#backoff.reset();
    this.#hasHostLeft = false;
    this.#setState({ status: 'offline' });
  }

  /** Ends a pause at once; a connection that seems well is asked whether it is. */
  reconnectNow(): void {
    if (this.#state.status === 'online') this.#heartbeat.check();
    if (this.#state.status !== 'waiting') return;
    this.#release();
    this.#backoff.reset();
    this.#begin();
  }

  /** At once, whatever the present socket and however long the pause, unless nobody wants one. */
  beginAnew(): void {
    if (this.#state.status === 'offline') return;
    this.#release();
    this.#backoff.reset();
    this.#begin();
  }

  /** Gives up the present socket and tries anew after a pause. */
  restart(): void {
    if (this.#socket !== null) this.#lose({ code: abnormalClosure, refusedStatus: null });
  }

  /** False when it was dropped because nobody is connected. */
  send(command: Command): boolean {
    if (this.#state.status !== 'online') return false;
    this.#socket?.send(JSON.stringify(command));
    return true;
  }

  #begin(): void {
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#setState({ status: 'connecting', ...this.#hostLeft });
    // A listener of the state may have called it off.
    if (attempt !== this.#attempt) return;
    this.#options.accessToken(this.#refusedToken).then(
      (token) => {
        if (attempt === this.#attempt) this.#open(token);
      },
      (error: unknown) => {
        if (attempt === this.#attempt) this.#waitAfter(error);
      },
    );
  }

  #open(token: string): void {
    const attempt = this.#attempt;
    this.#token = token;
    this.#refusedToken = null;
    this.#cancelTimer = this.#options.timers.schedule(() => {
      this.#lose({ code: abnormalClosure, refusedStatus: null });
    }, establishWithinMs);
    this.#socket = this.#options.transport.openSocket(socketPath, token, {
      onMessage: (text) => {
        if (attempt === this.#attempt) this.#receive(text);
      },
      onClose: (end) => {
        if (attempt === this.#attempt) this.#lose(end);
      },
    });
  }

  #receive(text: string): void {
    this.#heartbeat.heard();
    const { event } = this.#options.read(text);
    if (event === null || event.type === 'heartbeat_ack') return;
    if (event.type === 'connection_established') {
      this.#established();
      return;
    }
    if (event.type === 'server_closing') {
      this.#hasHostLeft = event.reason === 'leaving';
      this.#isServerClosing = !this.#hasHostLeft;
    }
    this.#options.onEvent(event);
  }

  #established(): void {
    const attempt = this.#attempt;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#heartbeat.start();
    this.#options.catchUp().then(
      () => {
        if (attempt !== this.#attempt) return;
        this.#onlineSince = this.#options.now();
        this.#hasHostLeft = false;
        this.#setState({ status: 'online' });
      },
      (error: unknown) => {
        if (attempt === this.#attempt) this.#waitAfter(error);
      },
    );
  }

  #lose(end: SocketEnd): void {
    if (end.failure instanceof ServerKeyError) {
      this.#giveUp(end.failure);
      return;
    }
    const wasTokenRefused = end.code === closeCodes.sessionEnded || end.refusedStatus === 401;
    if (wasTokenRefused) this.#refusedToken = this.#token;
    const isServerClosing =
      this.#isServerClosing || (end.code === closeCodes.serverClosing && !this.#hasHostLeft);
    const wasStable = this.#release();
    if (wasTokenRefused && wasStable) this.#begin();
    else if (isServerClosing) this.#wait(serverReturnsAfterMs * (1 + this.#options.random()));
    else this.#wait(this.#backoff.next());
  }

  #giveUp(error: ServerKeyError): void {
    this.disconnect();
    this.#options.onServerKeyError(error);
  }

  #waitAfter(error: unknown): void {
    if (error instanceof ServerKeyError) {
      this.#giveUp(error);
      return;
    }
    this.#release();
    const retryAfterSeconds = (error instanceof AppError ? error.retryAfterSeconds : null) ?? 0;
    this.#wait(Math.max(this.#backoff.next(), retryAfterSeconds * 1_000));
  }

  #wait(delayMs: number): void {
    this.#cancelTimer = this.#options.timers.schedule(() => {
      this.#cancelTimer = null;
      this.#begin();
    }, delayMs);
    const retryAt = this.#options.now() + delayMs;
    this.#setState({ status: 'waiting', retryAt, ...this.#hostLeft });
  }

  /** Lets go of everything that belongs to the attempt; true when it had been a stable connection. */
  #release(): boolean {
    this.#attempt += 1;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = null;
    this.#isServerClosing = false;
    const onlineSince = this.#onlineSince;
    this.#onlineSince = null;
    const wasStable = onlineSince !== null && this.#options.now() - onlineSince >= stableAfterMs;
    if (wasStable) this.#backoff.reset();
    socket?.close();
    this.#options.onDropped();
    return wasStable;
  }

  get #hostLeft(): { hostLeft?: true } {
    return this.#hasHostLeft ? { hostLeft: true } : {};
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
