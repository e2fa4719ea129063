import type { Logger } from 'pino';
import type { HttpRequest, HttpResponse, WebApp } from './uws.ts';
import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import { answerRequest, refuse } from './answer-request.ts';
import type { FullAnswer } from './answer-request.ts';
import { HttpBody } from './body-stream.ts';
import type { Dispatcher, IncomingRequest } from './dispatcher.ts';
import type { AllowedOrigins } from './origins.ts';
import { methodOf } from './method-override.ts';
import type { Traffic } from '../watching/traffic.ts';
import type { PlainApiGate } from './plain-api-gate.ts';
import { remoteOrigin } from './remote-origin.ts';
import { readJson } from './request-parts.ts';
import { requestIdFrom } from './request-id.ts';
import type { Underway } from './underway.ts';
import { jsonMediaType, writeAnswer } from './write-answer.ts';
import { writeBytes } from './write-bytes.ts';
import type { Client } from './write-bytes.ts';

export interface HttpOptions {
  app: WebApp;
  dispatcher: Dispatcher;
  origins: AllowedOrigins;
  logger: Logger;
  traffic: Traffic;
  underway: Underway;
  gate: PlainApiGate;
}

/** What of a request's headers decides whether it is read at all. */
interface Head {
  host: string;
  /** Its `Transfer-Encoding`. */
  coding: string;
}

/** Serves the contract's endpoints over plain HTTP. */
export class HttpServer {
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** Takes every path that nothing else has taken. */
  serve(): void {
    this.#options.app.any('/*', (response, request) => {
      this.#receive(response, request);
    });
  }

  #receive(response: HttpResponse, request: HttpRequest): void {
    const { underway } = this.#options;
    const body = new HttpBody(response);
    const client = new HttpClient(body);
    response.onAborted(() => {
      client.leave();
    });
    const origin = request.getHeader('origin');
    const head = {
      host: request.getHeader('host'),
      coding: request.getHeader('transfer-encoding'),
    };
    const incoming = this.#read(response, request, body);
    underway.begin();
    void this.#answer(incoming, head).then(async (answer) => {
      body.discard();
      if (!client.isGone()) await this.#write(response, incoming, origin, answer, client);
      underway.finish();
    });
  }

  async #answer(incoming: IncomingRequest, { host, coding }: Head): Promise<FullAnswer> {
    try {
      this.#options.gate.require(incoming.origin, host);
      // uWS reads any coding as chunks; who stands before it may end the request elsewhere.
      if (!/^(chunked)?$/i.test(coding)) throw new AppError('MALFORMED_REQUEST');
    } catch (refusal) {
      return refuse(this.#options, incoming.requestId, refusal);
    }
    if (incoming.method === 'OPTIONS' && !this.#options.dispatcher.has(incoming)) {
      return { status: 204, headers: {}, body: undefined };
    }
    return answerRequest(this.#options, incoming);
  }

  /** Resolves once the operating system has all of it, or the client is gone. Never rejects. */
  async #write(
    response: HttpResponse,
    { method, requestId }: IncomingRequest,
    origin: string,
    { status, headers: own, body, content }: FullAnswer,
    client: Client,
  ): Promise<void> {
    const cors = origin === '' ? {} : this.#options.origins.headersFor(origin);
    const headers = { ...own, 'X-Request-Id': requestId, ...cors };
    if (content !== undefined && method !== 'HEAD') {
      await writeBytes(response, { status, headers, content }, client).catch((cause: unknown) => {
        this.#options.logger.error({ err: cause, requestId, method }, 'a file was cut off');
      });
      return;
    }
    await new Promise<void>((resolve) => {
      client.onGone(resolve);
      // A body after HEAD would be read as the beginning of the next answer.
      const isHead = method === 'HEAD' && body !== undefined;
      const answer = isHead
        ? { status, body: undefined, headers: { 'Content-Type': jsonMediaType, ...headers } }
        : { status, body, headers };
      writeAnswer(response, answer, resolve);
    });
  }

  /** Copies what will be needed: uWS's request is gone after the first await. */
  #read(response: HttpResponse, request: HttpRequest, body: HttpBody): IncomingRequest {
    const [scheme, token] = request.getHeader('authorization').split(' ');
    const contentType = request.getHeader('content-type');
    const method = methodOf(request);
    const path = request.getUrl();
    return {
      requestId: requestIdFrom(request.getHeader('x-request-id')),
      method,
      path,
      query: request.getQuery() ?? '',
      token: scheme?.toLowerCase() === 'bearer' && token !== undefined ? token : null,
      contentType: contentType === '' ? null : contentType,
      headers: this.#headersOf(request, method, path),
      channelCaller: null,
      origin: remoteOrigin(response),
      answerMaxBytes: Number.POSITIVE_INFINITY,
      readBody: async () => readJson(await body.readAll(limits.requestMaxBytes)),
      readBytes: () => body.stream(),
    };
  }

  /** Those that the endpoint reads; most read none. */
  #headersOf(request: HttpRequest, method: string, path: string): Record<string, string> {
    const names = this.#options.dispatcher.headersOf({ method, path });
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = request.getHeader(name);
        return value === '' ? [] : [[name, value]];
      }),
    );
  }
}

/** Whether the one who asks is still there. */
class HttpClient implements Client {
  readonly #body: HttpBody;
  /** One at a time waits: the answer is written piece by piece. */
  #listener: (() => void) | undefined;
  #isGone = false;

  constructor(body: HttpBody) {
    this.#body = body;
  }

  isGone(): boolean {
    return this.#isGone;
  }

  onGone(listener: () => void): void {
    if (this.#isGone) listener();
    else this.#listener = listener;
  }

  leave(): void {
    this.#isGone = true;
    this.#body.abort();
    this.#listener?.();
  }
}
