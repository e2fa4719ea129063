import type { Logger } from 'pino';
import { DISABLED } from '../http/uws.ts';
import type {
  HttpRequest,
  HttpResponse,
  TemplatedApp,
  us_socket_context_t,
  WebSocket,
} from 'uWebSockets.js';
import { closeCodes } from '#protocol/close-codes.ts';
import { socketPath } from '#protocol/connection.ts';
import { AppError } from '#protocol/errors.ts';
import type { ConversationId, SessionId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import type { Caller } from '../access/caller.ts';
import { errorAnswer } from '../http/error-answer.ts';
import type { AllowedOrigins } from '../http/origins.ts';
import { statusLine } from '../http/status-line.ts';
import type { CommandRouter } from './command-router.ts';
import type { Connection } from './connection.ts';
import { stamped } from './hub.ts';
import type { Hub } from './hub.ts';

export interface PlainSocketOptions {
  app: TemplatedApp;
  hub: Hub;
  commands: CommandRouter;
  origins: AllowedOrigins;
  logger: Logger;
  /** @throws AppError TOKEN_INVALID */
  authenticate(token: string): Promise<{ caller: Caller; claims: { expiresAt: number } }>;
  isClosing(): boolean;
}

interface SocketData {
  caller: Caller;
  /** Milliseconds since 1970. */
  expiresAt: number;
  connection?: PlainConnection;
}

/** The WebSocket of plain JSON text at `/api/v1/chat/ws?token=`. */
export function servePlainSockets(options: PlainSocketOptions): void {
  const { app, hub, commands } = options;
  app.ws<SocketData>(socketPath, {
    compression: DISABLED,
    maxPayloadLength: limits.socketMessageMaxBytes,
    // A consumer that cannot keep up is cut off at this bound and catches up by sync.
    maxBackpressure: limits.socketBackpressureMaxBytes,
    closeOnBackpressureLimit: 1,
    idleTimeout: limits.socketIdleTimeoutSeconds,
    sendPingsAutomatically: true,
    upgrade: (response, request, context) => {
      void upgrade(options, response, request, context);
    },
    open: (socket) => {
      const connection = new PlainConnection(socket);
      socket.getUserData().connection = connection;
      hub.add(connection);
      const user = connection.caller.userId;
      connection.send(
        stamped({
          type: 'connection_established',
          user_id: user,
          message: 'Connected to real-time chat',
        }),
      );
    },
    message: (socket, message) => {
      const { connection } = socket.getUserData();
      if (connection === undefined) return;
      void commands.receive(connection, Buffer.from(message).toString('utf8'));
    },
    close: (socket) => {
      const { connection } = socket.getUserData();
      if (connection === undefined) return;
      connection.markClosed();
      hub.remove(connection);
    },
  });
}

async function upgrade(
  options: PlainSocketOptions,
  response: HttpResponse,
  request: HttpRequest,
  context: us_socket_context_t,
): Promise<void> {
  let aborted = false;
  response.onAborted(() => {
    aborted = true;
  });
  // The request is gone after the first await.
  const key = request.getHeader('sec-websocket-key');
  const protocol = request.getHeader('sec-websocket-protocol');
  const extensions = request.getHeader('sec-websocket-extensions');
  const origin = request.getHeader('origin');
  const token = request.getQuery('token') ?? '';
  try {
    if (options.isClosing()) throw new AppError('SERVER_CLOSING', { retryAfterSeconds: 2 });
    if (origin !== '' && !options.origins.allows(origin)) throw new AppError('ORIGIN_NOT_ALLOWED');
    const { caller, claims } = await options.authenticate(token);
    if (aborted) return;
    response.cork(() => {
      const data: SocketData = { caller, expiresAt: claims.expiresAt };
      response.upgrade(data, key, protocol, extensions, context);
    });
  } catch (cause) {
    if (!(cause instanceof AppError)) options.logger.error({ err: cause }, 'an upgrade failed');
    if (!aborted) refuse(response, cause);
  }
}

function refuse(response: HttpResponse, cause: unknown): void {
  const { status, headers, body } = errorAnswer(cause);
  response.cork(() => {
    response.writeStatus(statusLine(status));
    response.writeHeader('Content-Type', 'application/json; charset=utf-8');
    for (const [name, value] of Object.entries(headers)) response.writeHeader(name, value);
    response.end(JSON.stringify(body));
  });
}

class PlainConnection implements Connection {
  readonly caller: Caller;
  openConversation: ConversationId | null = null;
  readonly #socket: WebSocket<SocketData>;
  readonly #expiry: NodeJS.Timeout;
  #closed = false;

  constructor(socket: WebSocket<SocketData>) {
    const { caller, expiresAt } = socket.getUserData();
    this.caller = caller;
    this.#socket = socket;
    this.#expiry = setTimeout(() => {
      this.#expire(caller.sessionId);
    }, expiresAt - Date.now());
    this.#expiry.unref();
  }

  send(text: string): void {
    // A closed uWS socket throws on every touch. A full one is closed by uWS itself.
    if (!this.#closed) this.#socket.send(text, false);
  }

  close(code: number, reason: string): void {
    if (!this.#closed) this.#socket.end(code, reason);
  }

  markClosed(): void {
    this.#closed = true;
    clearTimeout(this.#expiry);
  }

  #expire(sessionId: SessionId): void {
    this.send(stamped({ type: 'session_ended', session_id: sessionId, reason: 'token_expired' }));
    this.close(closeCodes.sessionEnded, 'token_expired');
  }
}
