import type { Logger } from 'pino';
import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { limits } from '#protocol/limits.ts';
import { answerRequest } from './answer-request.ts';
import { collectBody } from './body-reader.ts';
import type { BodyReader } from './body-reader.ts';
import type { Dispatcher, IncomingRequest } from './dispatcher.ts';
import type { AllowedOrigins } from './origins.ts';
import { remoteOrigin } from './remote-origin.ts';
import { readJson } from './request-parts.ts';
import { writeAnswer } from './write-answer.ts';
import type { Answer } from './write-answer.ts';

export interface HttpOptions {
  app: TemplatedApp;
  dispatcher: Dispatcher;
  origins: AllowedOrigins;
  logger: Logger;
}

/** Serves the contract's endpoints over plain HTTP. */
export class HttpServer {
  readonly #options: HttpOptions;
  #underway = 0;
  #whenIdle: (() => void) | undefined;

  constructor(options: HttpOptions) {
    this.#options = options;
    options.app.any('/*', (response, request) => {
      this.#serve(response, request);
    });
  }

  /**
   * Resolves once every request that was accepted has the whole of its answer.
   * @param limitMs clients that send or read more slowly than this are not waited for
   */
  async idle(limitMs: number): Promise<void> {
    if (this.#underway === 0) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, limitMs);
      this.#whenIdle = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }

  #serve(response: HttpResponse, request: HttpRequest): void {
    const bodyReader = collectBody(response, limits.requestMaxBytes);
    let state: 'working' | 'writing' | 'aborted' = 'working';
    response.onAborted(() => {
      if (state === 'writing') this.#finish();
      state = 'aborted';
      bodyReader.abort();
    });
    const origin = request.getHeader('origin');
    const incoming = readRequest(response, request, bodyReader);
    this.#underway += 1;
    void this.#answer(incoming).then((answer) => {
      if (state === 'aborted') {
        this.#finish();
        return;
      }
      state = 'writing';
      const cors = origin === '' ? {} : this.#options.origins.headersFor(origin);
      // A body after HEAD would be read as the beginning of the next answer.
      const body = incoming.method === 'HEAD' ? undefined : answer.body;
      const headers = { ...answer.headers, ...cors };
      writeAnswer(response, { ...answer, body, headers }, () => {
        this.#finish();
      });
    });
  }

  #finish(): void {
    this.#underway -= 1;
    if (this.#underway === 0) this.#whenIdle?.();
  }

  async #answer(incoming: IncomingRequest): Promise<Answer> {
    if (incoming.method === 'OPTIONS') return { status: 204, headers: {}, body: undefined };
    return answerRequest(this.#options, incoming);
  }
}

/** Copies what will be needed: uWS's request is gone after the first await. */
function readRequest(
  response: HttpResponse,
  request: HttpRequest,
  bodyReader: BodyReader,
): IncomingRequest {
  const [scheme, token] = request.getHeader('authorization').split(' ');
  const contentType = request.getHeader('content-type');
  const method = request.getMethod().toUpperCase();
  return {
    method,
    path: request.getUrl(),
    query: request.getQuery() ?? '',
    token: scheme?.toLowerCase() === 'bearer' && token !== undefined ? token : null,
    contentType: contentType === '' ? null : contentType,
    channelCaller: null,
    origin: remoteOrigin(response),
    readBody: async () => readJson(await bodyReader.read()),
  };
}
