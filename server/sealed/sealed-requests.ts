import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import type { SealedAnswer, SealedRequest } from '#protocol/sealed.ts';
import type { Caller, Origin } from '../access/caller.ts';
import { answerRequest } from '../http/answer-request.ts';
import type { AnsweringOptions, FullAnswer } from '../http/answer-request.ts';
import type { IncomingRequest } from '../http/dispatcher.ts';
import { errorAnswer } from '../http/error-answer.ts';
import type { Underway } from '../http/underway.ts';
import { ByteRequests } from './byte-requests.ts';
import type { AnnouncedBytes } from './byte-requests.ts';

export interface SealedRequestsOptions {
  answering: AnsweringOptions;
  /** Counts the requests of all channels. */
  underway: Underway;
  origin: Origin;
  caller: () => Caller | null;
  /** The bytes follow the answer that announces them. */
  send: (answer: SealedAnswer, bytes?: Uint8Array) => void;
  onIdle: () => void;
}

/** The REST calls that come over one channel, through the same dispatcher as over HTTP. */
export class SealedRequests {
  readonly #options: SealedRequestsOptions;
  readonly #bytes = new ByteRequests();
  #count = 0;

  constructor(options: SealedRequestsOptions) {
    this.#options = options;
  }

  /** Requests that have not been answered yet. */
  get count(): number {
    return this.#count;
  }

  /** @throws NoiseError for bytes announced under an id whose bytes are still coming */
  handle(request: SealedRequest): void {
    const isOneTooMany =
      this.#count >= limits.sealedRequestsUnderwayMax ||
      (request.bytes !== undefined && this.#bytes.count >= limits.sealedByteRequestsMax);
    const bytes = this.#bytes.announce(request.id, request.bytes ?? 0);
    if (isOneTooMany) {
      bytes.discard();
      this.refuse(request.id, new AppError('RATE_LIMITED', { retryAfterSeconds: 1 }));
    } else {
      void this.#answer(request, bytes);
    }
  }

  /** @throws NoiseError for bytes that no request has announced */
  receive(record: Uint8Array): void {
    this.#bytes.receive(record);
  }

  refuse(id: number, error: AppError): void {
    this.#send(id, errorAnswer(error));
  }

  /** The channel has ended. */
  end(): void {
    this.#bytes.end();
  }

  async #answer(request: SealedRequest, bytes: AnnouncedBytes): Promise<void> {
    const { answering, underway, origin, caller } = this.#options;
    this.#count += 1;
    underway.begin();
    const incoming = incomingFrom(request, bytes, origin, caller());
    const answer = await answerRequest(answering, incoming);
    bytes.discard();
    await this.#sendWhole(request.id, answer);
    this.#count -= 1;
    underway.finish();
    if (this.#count === 0) this.#options.onIdle();
  }

  /** One of the places that catch: a file that cannot be read is an answer too. */
  async #sendWhole(id: number, answer: FullAnswer): Promise<void> {
    const { content } = answer;
    if (content === undefined) {
      this.#send(id, answer);
      return;
    }
    try {
      const pieces: Uint8Array[] = [];
      for await (const piece of content.read()) pieces.push(piece);
      this.#send(id, answer, Buffer.concat(pieces));
    } catch (cause) {
      this.#options.answering.logger.error({ err: cause }, 'a file could not be read');
      this.#send(id, errorAnswer(cause));
    }
  }

  #send(id: number, { status, headers, body }: FullAnswer, bytes?: Uint8Array): void {
    const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const named = entries.length === 0 ? {} : { headers: Object.fromEntries(entries) as Headers };
    const announced = bytes === undefined ? {} : { bytes: bytes.length };
    this.#options.send({ id, status, body, ...named, ...announced }, bytes);
  }
}

type Headers = Record<string, string>;

function incomingFrom(
  { method, path: target, body, token, headers = {} }: SealedRequest,
  bytes: AnnouncedBytes,
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
    headers,
    origin,
    answerMaxBytes: limits.sealedBytesMax,
    readBody: async () => {
      // As an empty body over HTTP.
      if (body === undefined) throw new AppError('MALFORMED_JSON');
      return body;
    },
    readBytes: () => bytes.stream(),
  };
}
