import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import { removeChannelFile, writeChannelFile } from './channel-file.ts';
import type { LocalAdminService } from './local-admin.service.ts';
import { operations } from './operations.ts';
import type { OperationName } from './operations.ts';

const tokenBytes = 32;
const bodyMaxBytes = 16_384;
const slowCommandsMaxMs = 2_000;

interface ChannelOptions {
  dataFolder: string;
  service: LocalAdminService;
  logger: Logger;
}

/**
 * How commands reach a server that runs: a port of its own on the loopback, and a token in a file
 * that only the owner of the data folder can read. A path to a Unix socket would be too long for
 * many a data folder, and Windows has none.
 */
export class LocalChannel {
  readonly #options: ChannelOptions;
  readonly #server: Server;
  readonly #token = randomBytes(tokenBytes).toString('base64url');

  private constructor(options: ChannelOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async open(options: ChannelOptions): Promise<LocalChannel> {
    const channel = new LocalChannel(options);
    const server = channel.#server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${String(port)}`;
    writeChannelFile(options.dataFolder, { url, token: channel.#token, pid: process.pid });
    return channel;
  }

  /** What was asked is answered; the file is gone. */
  async close(): Promise<void> {
    removeChannelFile(this.#options.dataFolder);
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeIdleConnections();
    // Whoever is connected and says nothing keeps the server from ending no longer than this.
    const timer = setTimeout(() => {
      this.#server.closeAllConnections();
    }, slowCommandsMaxMs);
    await closed;
    clearTimeout(timer);
  }

  /** One of the places that catch: whatever happens, whoever asked is told. */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#requireToken(request);
      respond(response, 200, await this.#run(request));
    } catch (cause) {
      if (cause instanceof AppError) {
        respond(response, cause.status, { error_code: cause.code, message: cause.message });
      } else {
        this.#options.logger.error({ err: cause }, 'A command could not be carried out');
        respond(response, 500, { error_code: 'INTERNAL_ERROR', message: 'The server failed' });
      }
    }
  }

  #requireToken({ headers }: IncomingMessage): void {
    const given = headers.authorization ?? '';
    if (!timingSafeEqual(digest(given), digest(`Bearer ${this.#token}`))) {
      throw new AppError('TOKEN_INVALID');
    }
  }

  async #run(request: IncomingMessage): Promise<unknown> {
    const name = String(request.url).slice(1);
    if (request.method !== 'POST' || !isOperation(name)) throw new AppError('NOT_FOUND');
    const input = operations[name].safeParse(await readBody(request));
    if (!input.success) throw new AppError('VALIDATION_ERROR');
    return this.#options.service.run(name, input.data);
  }
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyMaxBytes) throw new AppError('PAYLOAD_TOO_LARGE');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
  } catch (cause) {
    throw new AppError('VALIDATION_ERROR', { cause });
  }
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  // One command a connection: none is kept open for another.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}
