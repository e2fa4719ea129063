import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import { lengthOfPieces } from '#protocol/noise/piece-records.ts';
import type { SealedAnswer, SealedRequest } from '#protocol/sealed.ts';
import type { Caller, Origin } from '../access/caller.ts';
import { answerRequest, refuse } from '../http/answer-request.ts';
import type { AnsweringOptions, FullAnswer } from '../http/answer-request.ts';
import type { IncomingRequest } from '../http/dispatcher.ts';
import { requestIdFrom } from '../http/request-id.ts';
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
  send: (answer: SealedAnswer, bytes?: readonly Uint8Array[]) => void;
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

  /** Nothing is to be answered, and no bytes are still to come. */
  get isIdle(): boolean {
    return this.#count === 0 && this.#bytes.count === 0;
  }

  /** @throws NoiseError for bytes announced under an id whose bytes are still coming */
  handle(request: SealedRequest): void {
    const isOneTooMany =
      this.#count >= limits.sealedRequestsUnderwayMax ||
      (request.bytes !== undefined && this.#bytes.count >= limits.sealedByteRequestsMax);
    const bytes = this.#bytes.announce(request.id, request.bytes ?? 0);
    if (isOneTooMany) {
      bytes.discard();
      this.refuse(request, new AppError('RATE_LIMITED', { retryAfterSeconds: 1 }));
    } else {
      void this.#answer(request, bytes);
    }
  }

  /** @throws NoiseError for bytes that no request has announced */
  receive(record: Uint8Array): void {
    this.#bytes.receive(record);
  }

  refuse({ id, headers }: Pick<SealedRequest, 'id' | 'headers'>, error: AppError): void {
    const asked = { id, requestId: requestIdFrom(headers?.['x-request-id']) };
    this.#send(asked, refuse(this.#options.answering, asked.requestId, error));
  }

  /** The channel has ended. */
  end(): void {
    this.#bytes.end();
  }

  async #answer(request: SealedRequest, bytes: AnnouncedBytes): Promise<void> {
    const { answering, underway, origin, caller } = this.#options;
    this.#count += 1;
    underway.begin();
    const requestId = requestIdFrom(request.headers?.['x-request-id']);
    const incoming = incomingFrom(request, { requestId, bytes, origin, channelCaller: caller() });
    const answer = await answerRequest(answering, incoming);
    bytes.discard();
    await this.#sendWhole({ id: request.id, requestId }, answer);
    this.#count -= 1;
    underway.finish();
    if (this.#count === 0) this.#options.onIdle();
  }

  /** One of the places that catch: a file that cannot be read is an answer too. */
  async #sendWhole(asked: Asked, answer: FullAnswer): Promise<void> {
    const { content } = answer;
    if (content === undefined) {
      this.#send(asked, answer);
      return;
    }
    try {
      const pieces: Uint8Array[] = [];
      for await (const piece of content.read()) pieces.push(piece);
      this.#send(asked, answer, pieces);
    } catch (cause) {
      this.#send(asked, refuse(this.#options.answering, asked.requestId, cause));
    }
  }

  #send(
    { id, requestId }: Asked,
    { status, headers: own, body }: FullAnswer,
    bytes?: readonly Uint8Array[],
  ): void {
    const headers: Record<string, string> = { 'x-request-id': requestId };
    for (const [name, value] of Object.entries(own)) headers[name.toLowerCase()] = value;
    const announced = bytes === undefined ? {} : { bytes: lengthOfPieces(bytes) };
    this.#options.send({ id, status, body, headers, ...announced }, bytes);
  }
}

/** A request by its number in its channel, and by its name in the log. */
interface Asked {
  id: number;
  requestId: string;
}

interface Surroundings {
  requestId: string;
  bytes: AnnouncedBytes;
  origin: Origin;
  channelCaller: Caller | null;
}

function incomingFrom(
  { method, path: target, body, token, headers = {} }: SealedRequest,
  { requestId, bytes, origin, channelCaller }: Surroundings,
): IncomingRequest {
  const queryAt = target.indexOf('?');
  return {
    requestId,
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
