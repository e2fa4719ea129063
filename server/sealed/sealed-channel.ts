import type { Logger } from 'pino';
import { z } from 'zod';
import { closeCodes } from '#protocol/close-codes.ts';
import { AppError } from '#protocol/errors.ts';
import { socketScope } from '#protocol/events.ts';
import { NoiseError } from '#protocol/noise/noise-error.ts';
import type { AgreementKey } from '#protocol/noise/noise-primitives.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { sealedRequest } from '#protocol/sealed.ts';
import type { SealedAnswer } from '#protocol/sealed.ts';
import type { Authenticate, Origin } from '../access/caller.ts';
import { requireScope } from '../access/scopes.ts';
import type { AnsweringOptions } from '../http/answer-request.ts';
import { PreparedJson } from '../http/prepared-json.ts';
import type { Underway } from '../http/underway.ts';
import type { Standing } from '../move/standing.ts';
import type { CommandRouter } from '../ws/command-router.ts';
import { stamped } from '../ws/hub.ts';
import type { Hub } from '../ws/hub.ts';
import type { SharedText } from '../ws/shared-text.ts';
import { ChannelHandshake } from './channel-handshake.ts';
import type { FrameSocket } from './frame-socket.ts';
import type { HalfOpen } from './half-open.ts';
import type { HandshakeQueue } from './handshake-queue.ts';
import { SealedConnection } from './sealed-connection.ts';
import { SealedRequests } from './sealed-requests.ts';
import { RecordQueue } from './record-queue.ts';
import { readAuthentication } from './read-authentication.ts';

/** What all channels share. */
export interface ChannelServices {
  serverKey: AgreementKey;
  handshakes: HandshakeQueue;
  hub: Hub;
  standing: Standing;
  commands: CommandRouter;
  authenticate: Authenticate;
  answering: AnsweringOptions;
  underway: Underway;
  /** Counts this channel already. */
  halfOpen: HalfOpen;
  logger: Logger;
}

/** Who has opened a socket, as the socket itself tells it. */
export interface Stranger {
  origin: Origin;
  /** A browser says so. */
  isPage: boolean;
}

const identified = z.object({ id: z.int().min(0) });

/** One client's sealed channel, from its first byte to its end. Thousands idle: each field and closure counts. */
export class SealedChannel {
  readonly #services: ChannelServices;
  readonly #socket: FrameSocket;
  /** Null once it is over and nothing waits in it: an idle channel should cost little memory. */
  #handshake: ChannelHandshake | null;
  #session: SealedSession | null = null;
  #queue: RecordQueue | null = null;
  /** Null while none is under way. */
  #requests: SealedRequests | null = null;
  #origin: Origin;
  #connection: SealedConnection | null = null;
  #ending: { code: number; reason: string } | null = null;
  #isHalfOpen = true;
  #isOver = false;

  constructor(services: ChannelServices, socket: FrameSocket, { origin, isPage }: Stranger) {
    this.#services = services;
    this.#socket = socket;
    this.#origin = origin;
    this.#handshake = new ChannelHandshake({
      serverKey: services.serverKey,
      queue: services.handshakes,
      send: (frame) => {
        socket.sendFrame(frame);
      },
      onSession: (session) => {
        this.#begin(session, isPage);
      },
      onFrame: (frame) => {
        this.#open(frame);
      },
      onFailure: (reason) => {
        services.answering.traffic.handshakes.failed += 1;
        this.#leaveHalfOpen();
        this.#end(closeCodes.sealedProtocolError, reason);
      },
    });
  }

  /** @param frame borrowed: it is copied where it is kept */
  receive(frame: Uint8Array, isBinary: boolean): void {
    if (this.#isOver || this.#ending !== null) return;
    if (!isBinary) this.#fail('unexpected message');
    else if (this.#handshake?.isBusy === true) this.#handshake.receive(frame.slice());
    else this.#open(frame);
  }

  /** The socket takes more. */
  drained(): void {
    this.#guarded(() => this.#queue?.drain());
  }

  /** The socket has closed. */
  closed(): void {
    this.#leaveHalfOpen();
    this.#letGo();
  }

  /** Sends an event. Does nothing before the handshake or after the end. */
  send(text: string | SharedText): void {
    this.#guarded(() => this.#queue?.push(text));
  }

  /** The same for several, in their order and together. */
  sendAll(texts: readonly SharedText[]): void {
    this.#guarded(() => this.#queue?.pushAll(texts));
  }

  /** Nothing more is accepted; what was is answered, and then the socket closes. */
  close(code: number, reason: string): void {
    if (this.#isOver) return;
    if (this.#connection !== null) this.#services.hub.remove(this.#connection);
    if ((this.#requests?.count ?? 0) > 0) this.#ending ??= { code, reason };
    else this.#end(code, reason);
  }

  /** A body that is JSON already goes behind the rest as it is. */
  #sendAnswer(answer: SealedAnswer): void {
    const { body, ...others } = answer;
    if (!(body instanceof PreparedJson)) {
      this.send(JSON.stringify(answer));
      return;
    }
    const head = `${JSON.stringify(others).slice(0, -1)},"body":`;
    const pieces = [Buffer.from(head), body.bytes, Buffer.from('}')];
    this.#guarded(() => this.#queue?.pushJson(pieces));
  }

  #sendBytes(id: number, bytes: readonly Uint8Array[]): void {
    this.#guarded(() => this.#queue?.pushBytes(id, bytes));
  }

  /** Its handshake has ended, one way or the other. */
  #leaveHalfOpen(): void {
    if (this.#isHalfOpen) this.#services.halfOpen.end(this.#origin.remoteAddress);
    this.#isHalfOpen = false;
  }

  #begin(session: SealedSession, isPage: boolean): void {
    this.#leaveHalfOpen();
    this.#session = session;
    this.#services.answering.traffic.handshakes.completed += 1;
    this.#origin = {
      ...this.#origin,
      sealed: { sessionId: session.id, deviceKey: session.remoteKey, isPage },
    };
    this.#queue = new RecordQueue(this.#socket, session, () => {
      this.#end(closeCodes.tooSlow, 'too slow');
    });
    const { movedTo } = this.#services.standing;
    if (movedTo !== null) this.send(stamped({ type: 'server_moved', ...movedTo }));
  }

  #beginRequests(): SealedRequests {
    const { answering, underway } = this.#services;
    return new SealedRequests({
      answering,
      underway,
      origin: this.#origin,
      caller: () => this.#connection?.caller ?? null,
      send: (answer, bytes) => {
        this.#sendAnswer(answer);
        if (bytes !== undefined) this.#sendBytes(answer.id, bytes);
      },
      onIdle: () => {
        if (this.#ending !== null) this.#end(this.#ending.code, this.#ending.reason);
        this.#dropIdleRequests();
      },
    });
  }

  #dropIdleRequests(): void {
    if (this.#requests?.isIdle === true) this.#requests = null;
  }

  #open(frame: Uint8Array): void {
    if (this.#handshake?.isBusy === false) this.#handshake = null;
    this.#guarded(() => {
      const content = this.#session?.open(frame) ?? null;
      if (content === null) return;
      if (content.kind === 'binary') this.#receiveBytes(content.bytes);
      else if (content.kind === 'json') this.#read(content.text);
      else this.#fail('malformed record');
    });
  }

  #receiveBytes(record: Uint8Array): void {
    if (this.#requests === null) throw new NoiseError('malformed record');
    this.#requests.receive(record);
    this.#dropIdleRequests();
  }

  #read(text: string): void {
    const value = parse(text);
    if (typeof value !== 'object' || value === null) {
      this.#fail('malformed record');
    } else if ('id' in value) {
      this.#request(value);
    } else if (this.#connection === null) {
      void this.#authenticate(value, text);
    } else {
      void this.#services.commands.receive(this.#connection, text);
    }
  }

  #request(value: object): void {
    const request = sealedRequest.safeParse(value);
    this.#requests ??= this.#beginRequests();
    if (request.success) {
      this.#requests.handle(request.data);
    } else {
      const { data } = identified.safeParse(value);
      if (data === undefined) this.#fail('malformed record');
      else this.#requests.refuse(data, new AppError('MALFORMED_REQUEST'));
    }
    this.#dropIdleRequests();
  }

  /** The first command says whose channel it is. One of the places that catch. */
  async #authenticate(value: object, text: string): Promise<void> {
    const { hub, commands, logger } = this.#services;
    try {
      const { token, mark } = readAuthentication(value);
      const { caller, claims } = this.#services.authenticate(token, this.#origin, 'socket');
      if (mark !== null) this.#services.standing.learn(mark);
      this.#services.standing.requireHere();
      if (this.#isOver || this.#ending !== null) return;
      if (this.#connection !== null) {
        await commands.receive(this.#connection, text);
        return;
      }
      requireScope(caller, socketScope);
      const connection = new SealedConnection(this, caller, this.#origin, claims.expiresAt);
      this.#connection = connection;
      hub.add(connection);
      connection.send(hub.established(caller));
    } catch (cause) {
      if (!(cause instanceof AppError)) logger.error({ err: cause }, 'a channel was not opened');
      const error = cause instanceof AppError ? cause : new AppError('INTERNAL_ERROR');
      this.send(stamped({ type: 'error', message: error.message, error_code: error.code }));
    }
  }

  /** Whatever breaks the protocol ends the session, and with it the socket. */
  #guarded(work: () => void): void {
    if (this.#isOver) return;
    try {
      work();
    } catch (cause) {
      if (!(cause instanceof NoiseError)) throw cause;
      this.#fail(cause.failure);
    }
  }

  #fail(reason: string): void {
    this.#end(closeCodes.sealedProtocolError, reason);
  }

  #end(code: number, reason: string): void {
    if (this.#isOver) return;
    this.#letGo();
    this.#socket.end(code, reason);
  }

  #letGo(): void {
    this.#isOver = true;
    this.#handshake?.abandon();
    this.#session?.erase();
    this.#requests?.end();
    this.#queue?.clear();
    if (this.#connection !== null) this.#services.hub.remove(this.#connection);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NoiseError('malformed record', cause);
  }
}
