import type { Logger } from 'pino';
import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import { answerRequest } from './answer-request.ts';
import { collectBody } from './body-reader.ts';
import type { BodyReader } from './body-reader.ts';
import type { Dispatcher, IncomingRequest } from './dispatcher.ts';
import type { AllowedOrigins } from './origins.ts';
import { errorAnswer } from './error-answer.ts';
import type { PlainApiGate } from './plain-api-gate.ts';
import { remoteOrigin } from './remote-origin.ts';
import { readJson } from './request-parts.ts';
import type { Underway } from './underway.ts';
import { writeAnswer } from './write-answer.ts';
import type { Answer } from './write-answer.ts';

export interface HttpOptions {
  app: TemplatedApp;
  dispatcher: Dispatcher;
  origins: AllowedOrigins;
  logger: Logger;
  underway: Underway;
  gate: PlainApiGate;
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
    const bodyReader = collectBody(response, limits.requestMaxBytes);
    let state: 'working' | 'writing' | 'aborted' = 'working';
    response.onAborted(() => {
      if (state === 'writing') underway.finish();
      state = 'aborted';
      bodyReader.abort();
    });
    const origin = request.getHeader('origin');
    const incoming = readRequest(response, request, bodyReader);
    underway.begin();
    void this.#answer(incoming).then((answer) => {
      if (state === 'aborted') {
        underway.finish();
        return;
      }
      state = 'writing';
      const cors = origin === '' ? {} : this.#options.origins.headersFor(origin);
      // A body after HEAD would be read as the beginning of the next answer.
      const body = incoming.method === 'HEAD' ? undefined : answer.body;
      const headers = { ...answer.headers, ...cors };
      writeAnswer(response, { ...answer, body, headers }, () => {
        underway.finish();
      });
    });
  }

  async #answer(incoming: IncomingRequest): Promise<Answer> {
    if (!this.#options.gate.isOpenTo(incoming.origin)) {
      return errorAnswer(new AppError('PLAIN_API_REFUSED'));
    }
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
