import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import type { SealedAnswer, SealedRequest } from '#protocol/sealed.ts';
import type { Caller, Origin } from '../access/caller.ts';
import { answerRequest } from '../http/answer-request.ts';
import type { AnsweringOptions } from '../http/answer-request.ts';
import type { IncomingRequest } from '../http/dispatcher.ts';
import { errorAnswer } from '../http/error-answer.ts';
import type { Underway } from '../http/underway.ts';
import type { Answer } from '../http/write-answer.ts';

export interface SealedRequestsOptions {
  answering: AnsweringOptions;
  /** Counts the requests of all channels. */
  underway: Underway;
  origin: Origin;
  caller: () => Caller | null;
  send: (answer: SealedAnswer) => void;
  onIdle: () => void;
}

/** The REST calls that come over one channel, through the same dispatcher as over HTTP. */
export class SealedRequests {
  readonly #options: SealedRequestsOptions;
  #count = 0;

  constructor(options: SealedRequestsOptions) {
    this.#options = options;
  }

  /** Requests that have not been answered yet. */
  get count(): number {
    return this.#count;
  }

  async handle(request: SealedRequest): Promise<void> {
    if (this.#count >= limits.sealedRequestsUnderwayMax) {
      this.refuse(request.id, new AppError('RATE_LIMITED', { retryAfterSeconds: 1 }));
      return;
    }
    const { answering, underway, origin, caller } = this.#options;
    this.#count += 1;
    underway.begin();
    const answer = await answerRequest(answering, incomingFrom(request, origin, caller()));
    this.#count -= 1;
    this.#send(request.id, answer);
    underway.finish();
    if (this.#count === 0) this.#options.onIdle();
  }

  refuse(id: number, error: AppError): void {
    this.#send(id, errorAnswer(error));
  }

  #send(id: number, { status, headers, body }: Answer): void {
    const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const named = entries.length === 0 ? {} : { headers: Object.fromEntries(entries) as Headers };
    this.#options.send({ id, status, body, ...named });
  }
}

type Headers = Record<string, string>;

function incomingFrom(
  { method, path: target, body, token }: SealedRequest,
  origin: Origin,
  channelCaller: Caller | null,
): IncomingRequest {
  const queryAt = target.indexOf('?');
  return {
    method,
    path: queryAt === -1 ? target : target.slice(0, queryAt),
    query: queryAt === -1 ? '' : target.slice(queryAt + 1),
    token: token ?? null,
    channelCaller,
    contentType: null,
    origin,
    readBody: async () => {
      // As an empty body over HTTP.
      if (body === undefined) throw new AppError('MALFORMED_JSON');
      return body;
    },
  };
}
