import { bytesAnswer } from '#protocol/bytes.ts';
import type { ByteContent } from '#protocol/bytes.ts';
import type { EndpointDeclaration, RateLimit, SuccessStatus } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import type { Authenticate, Caller, Origin } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import { requireScope } from '../access/scopes.ts';
import type { Standing } from '../move/standing.ts';
import { PreparedJson } from './prepared-json.ts';
import { parseParts } from './request-parts.ts';
import type { ParsedParts } from './request-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Route, RouteAnswer } from './route.ts';
import { Router } from './router.ts';
import type { Match } from './router.ts';

/** A request from any transport. */
export interface IncomingRequest {
  /** Names it in the log and in the answer's `X-Request-Id`. */
  requestId: string;
  method: string;
  /** Without the query string. */
  path: string;
  query: string;
  /** The bearer token, or null. */
  token: string | null;
  /** Whose channel it came by, where the channel knows; a token of the request's own goes before. */
  channelCaller: Caller | null;
  contentType: string | null;
  /** At least those that the endpoint reads, by their names in lower case. */
  headers: Record<string, string>;
  origin: Origin;
  /** Bytes that one answer may carry. */
  answerMaxBytes: number;
  /** The body's JSON value. @throws AppError PAYLOAD_TOO_LARGE, MALFORMED_JSON */
  readBody(): Promise<unknown>;
  /** The body as it comes, for endpoints that take bytes. */
  readBytes(): AsyncIterable<Uint8Array>;
}

export interface DispatchedAnswer {
  status: number;
  headers: Record<string, string>;
  /** JSON, unless there is `content`; undefined for none. */
  body: unknown;
  content?: ByteContent;
}

type Target = Pick<IncomingRequest, 'method' | 'path'>;

export interface DispatcherOptions {
  routes: readonly Route[];
  rateLimits: RateLimits;
  permissions: Permissions;
  standing: Pick<Standing, 'require'>;
  authenticate: Authenticate;
  /** Tests let every answer be checked against the contract. */
  checkAnswers: boolean;
}

/** The one way from a request to its handler: REST and the sealed channel share it. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #router: Router;
  #closing = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#router = new Router(options.routes);
  }

  /** From now on every request is answered with SERVER_CLOSING. */
  close(): void {
    this.#closing = true;
  }

  has({ method, path }: Target): boolean {
    return this.#router.find(method, path) !== undefined;
  }

  /** Names of the headers that the request's endpoint reads. */
  headersOf({ method, path }: Target): readonly string[] {
    const headers = this.#router.find(method, path)?.endpoint.headers;
    return headers === undefined ? [] : Object.keys(headers.shape);
  }

  /** @throws AppError where there is nothing to answer the request, or no longer. */
  match({ method, path }: Target): Match {
    if (this.#closing) throw new AppError('SERVER_CLOSING', { retryAfterSeconds: 2 });
    return this.#router.match(method, path);
  }

  /** @throws AppError for every expected failure. */
  async dispatch({ route, params }: Match, request: IncomingRequest): Promise<DispatchedAnswer> {
    const { endpoint } = route;
    this.#options.standing.require(endpoint);
    // The caller is known before the body is read: a stranger's large body costs nothing.
    const caller = this.#authenticate(endpoint, request);
    const body = endpoint.body === undefined ? undefined : await this.#readBody(request);
    const { origin, answerMaxBytes, headers } = request;
    const query = new URLSearchParams(request.query);
    const parts = parseParts(endpoint, { params, query, headers, body });
    this.#limit(endpoint, caller, origin, parts);
    const bytes = endpoint.takesBytes === undefined ? noBytes() : request.readBytes();
    const answer = await route.handle({ ...parts, caller, origin, bytes, answerMaxBytes });
    if (this.#options.checkAnswers) checkAnswer(endpoint, answer);
    return asDispatched(endpoint, answer);
  }

  #authenticate(
    endpoint: EndpointDeclaration,
    { token, channelCaller, origin, query }: IncomingRequest,
  ): Caller | null {
    if (endpoint.access === 'open') return null;
    const caller =
      token === null ? channelCaller : this.#options.authenticate(token, origin, 'request').caller;
    const hasLink = endpoint.access === 'link' && new URLSearchParams(query).has('token');
    if (caller === null && (hasLink || endpoint.access === 'host')) return null;
    if (caller === null) throw new AppError('UNAUTHORIZED');
    requireScope(caller, endpoint.scope);
    if (endpoint.access === 'admin') this.#options.permissions.requireAdmin(caller);
    return caller;
  }

  async #readBody(request: IncomingRequest): Promise<unknown> {
    const { contentType } = request;
    if (contentType !== null && !/^application\/json\s*(;|$)/i.test(contentType)) {
      throw new AppError('UNSUPPORTED_MEDIA_TYPE');
    }
    return request.readBody();
  }

  #limit(
    endpoint: EndpointDeclaration,
    caller: Caller | null,
    origin: Origin,
    parts: ParsedParts,
  ): void {
    if (endpoint.rateLimit === undefined) return;
    const counted = countedAs(endpoint.rateLimit, caller, origin, parts);
    this.#options.rateLimits.take(endpoint.rateLimit, counted);
  }
}

/**
 * Whom a request counts against. Sign-in counts by address and name together: guessing at one
 * account from one place is slowed, and nobody can lock its owner out from elsewhere. A webhook
 * counts by its secret, wherever those are who know it.
 */
function countedAs(
  limit: RateLimit,
  caller: Caller | null,
  origin: Origin,
  { params, body }: ParsedParts,
): string {
  if (caller !== null) return caller.userId;
  if (limit === 'webhook') return (params as { secret: string }).secret;
  if (limit !== 'login') return origin.remoteAddress;
  return `${origin.remoteAddress} ${(body as { username: string }).username}`;
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  // Nothing comes.
}

function asDispatched(endpoint: EndpointDeclaration, answer: RouteAnswer): DispatchedAnswer {
  const { status, headers = {}, body } = answer;
  const isBytes = endpoint.answers[status as SuccessStatus] === bytesAnswer;
  if (!isBytes) return { status, headers, body };
  return { status, headers, body: undefined, content: body as ByteContent };
}

function checkAnswer(endpoint: EndpointDeclaration, answer: RouteAnswer): void {
  const schema = endpoint.answers[answer.status as SuccessStatus];
  if (schema === undefined) {
    throw new Error(
      `${endpoint.method} ${endpoint.path} does not declare ${String(answer.status)}`,
    );
  }
  const { body } = answer;
  const value: unknown =
    body instanceof PreparedJson ? JSON.parse(Buffer.from(body.bytes).toString()) : body;
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new Error(
      `${endpoint.method} ${endpoint.path} broke its contract: ${result.error.message}`,
    );
  }
}
