import type { Logger } from 'pino';
import { uws } from '../http/uws.ts';
import type { HttpRequest, HttpResponse, SocketContext, WebApp, WebSocket } from '../http/uws.ts';
import { socketPath } from '#protocol/connection.ts';
import { AppError } from '#protocol/errors.ts';
import { socketScope } from '#protocol/events.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import type { Authenticate, Caller, Origin } from '../access/caller.ts';
import { requireScope } from '../access/scopes.ts';
import { refuse } from '../http/answer-request.ts';
import type { AllowedOrigins } from '../http/origins.ts';
import type { PlainApiGate } from '../http/plain-api-gate.ts';
import { remoteOrigin } from '../http/remote-origin.ts';
import { requestIdFrom } from '../http/request-id.ts';
import type { CommandRouter } from './command-router.ts';
import type { Connection } from './connection.ts';
import type { Hub } from './hub.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import type { Standing } from '../move/standing.ts';
import type { Traffic } from '../watching/traffic.ts';
import type { SharedText } from './shared-text.ts';

export interface PlainSocketOptions {
  app: WebApp;
  hub: Hub;
  commands: CommandRouter;
  origins: AllowedOrigins;
  logger: Logger;
  authenticate: Authenticate;
  gate: PlainApiGate;
  traffic: Traffic;
  standing: Standing;
  isClosing(): boolean;
}

interface SocketData {
  caller: Caller;
  origin: Origin;
  /** Milliseconds since 1970. */
  expiresAt: number;
  connection?: PlainConnection;
}

/** The WebSocket of plain JSON text at `/api/v1/chat/ws?token=`. */
export function servePlainSockets(options: PlainSocketOptions): void {
  const { app, hub, commands, traffic } = options;
  app.ws<SocketData>(socketPath, {
    compression: uws().DISABLED,
    maxPayloadLength: limits.socketMessageMaxBytes,
    // A consumer that cannot keep up is cut off at this bound and catches up by sync.
    maxBackpressure: limits.socketBackpressureMaxBytes,
    closeOnBackpressureLimit: 1,
    idleTimeout: limits.socketIdleTimeoutSeconds,
    sendPingsAutomatically: true,
    upgrade: (response, request, context) => {
      upgrade(options, response, request, context);
    },
    open: (socket) => {
      const connection = new PlainConnection(socket);
      socket.getUserData().connection = connection;
      traffic.sockets.plain += 1;
      hub.add(connection);
      connection.send(hub.established(connection.caller));
    },
    message: (socket, message) => {
      const { connection } = socket.getUserData();
      if (connection === undefined) return;
      void commands.receive(connection, Buffer.from(message).toString('utf8'));
    },
    close: (socket) => {
      const { connection } = socket.getUserData();
      if (connection === undefined) return;
      traffic.sockets.plain -= 1;
      connection.markClosed();
      hub.remove(connection);
    },
  });
}

/**
 * Decides at once, which is why nothing here waits: after an upgrade that comes later than its
 * request, this uWS may read memory that is no longer the request's, and close the new socket or end
 * the process (uNetworking/uWebSockets#1928).
 */
function upgrade(
  options: PlainSocketOptions,
  response: HttpResponse,
  request: HttpRequest,
  context: SocketContext,
): void {
  const key = request.getHeader('sec-websocket-key');
  const protocol = request.getHeader('sec-websocket-protocol');
  const extensions = request.getHeader('sec-websocket-extensions');
  const webOrigin = request.getHeader('origin');
  const host = request.getHeader('host');
  const requestId = requestIdFrom(request.getHeader('x-request-id'));
  const origin = remoteOrigin(response);
  const token = request.getQuery('token') ?? '';
  try {
    if (options.isClosing()) throw new AppError('SERVER_CLOSING', { retryAfterSeconds: 2 });
    options.standing.requireHere();
    options.gate.require(origin, host);
    if (webOrigin !== '' && !options.origins.allows(webOrigin)) {
      throw new AppError('ORIGIN_NOT_ALLOWED');
    }
    const { caller, claims } = options.authenticate(token, origin, 'socket');
    requireScope(caller, socketScope);
    const data: SocketData = { caller, origin, expiresAt: claims.expiresAt };
    response.upgrade(data, key, protocol, extensions, context);
  } catch (cause) {
    refuseUpgrade(response, refuse(options, requestId, cause), requestId);
  }
}

class PlainConnection implements Connection {
  readonly caller: Caller;
  readonly origin: Origin;
  openConversation: ConversationId | null = null;
  expiresAt: number;
  readonly #socket: WebSocket<SocketData>;
  #closed = false;

  constructor(socket: WebSocket<SocketData>) {
    const { caller, origin, expiresAt } = socket.getUserData();
    this.caller = caller;
    this.origin = origin;
    this.expiresAt = expiresAt;
    this.#socket = socket;
  }

  send(text: string | SharedText): void {
    // A closed uWS socket throws on every touch. A full one is closed by uWS itself.
    if (this.#closed) return;
    this.#socket.send(typeof text === 'string' ? Buffer.from(text) : text.bytes, false);
  }

  sendAll(texts: readonly SharedText[]): void {
    if (this.#closed) return;
    this.#socket.cork(() => {
      for (const text of texts) this.send(text);
    });
  }

  close(code: number, reason: string): void {
    if (!this.#closed) this.#socket.end(code, reason);
  }

  markClosed(): void {
    this.#closed = true;
  }
}
