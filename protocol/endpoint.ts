import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import type { NeededScope } from './scopes.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/**
 * Who may call: anybody, a signed-in person, an administrator of the server, whoever has the link
 * (a `token` in the query stands for signing in), or the host: an administrator, and without a token
 * whoever asks from the server's own computer.
 */
export type Access = 'open' | 'user' | 'admin' | 'link' | 'host';

/** The counters that limit how often one caller may call; the numbers belong to the server. */
export type RateLimit = 'login' | 'registration' | 'send' | 'search' | 'webhook';

type ObjectSchema = z.ZodObject;
/** What an endpoint may answer with when all goes well. */
export type SuccessStatus = 200 | 201 | 204 | 206;
type Answers = Partial<Record<SuccessStatus, z.ZodType>>;

export interface EndpointDeclaration {
  method: Method;
  /** Path below the origin; `{name}` stands for a segment described in `params`. */
  path: `/api/v1/${string}` | '/metrics';
  summary: string;
  tag: string;
  access: Access;
  /** What a bot needs to call it; where nothing is said, no bot may. */
  scope?: NeededScope;
  rateLimit?: RateLimit;
  params?: ObjectSchema;
  query?: ObjectSchema;
  /** Request headers that it reads, by their names in lower case. */
  headers?: ObjectSchema;
  body?: z.ZodType;
  /** Media types of a body that is bytes and not JSON: the handler reads them as they come. */
  takesBytes?: readonly string[];
  /** Each success status with the schema of its body; see bytes.ts for those that are not JSON. */
  answers: Answers;
  /** The media type of an answer in bytes that is always the same. */
  answersAs?: string;
  /** Headers of its own that a success carries, by their names in lower case. */
  answerHeaders?: ObjectSchema;
  /** Expected failures beside those that any call may meet (401, 422, 429, 500, 503). */
  errors?: readonly ErrorCode[];
}

/**
 * Declares an endpoint once: routing, validation, OpenAPI, the typed client and the tests all come
 * from this value.
 */
export function defineEndpoint<const E extends EndpointDeclaration>(endpoint: E): E {
  return endpoint;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<S> = S extends z.ZodType ? z.input<S> : undefined;
type Part<E, K extends string> = E extends Record<K, infer S> ? S : undefined;

/** What a handler gets: every part has passed its schema. */
export interface ParsedRequest<E extends EndpointDeclaration> {
  params: Parsed<Part<E, 'params'>>;
  query: Parsed<Part<E, 'query'>>;
  headers: Parsed<Part<E, 'headers'>>;
  body: Parsed<Part<E, 'body'>>;
}

/** What a caller gives; parts that the endpoint does not declare are left out. */
export type CallInput<E extends EndpointDeclaration> = (Part<E, 'params'> extends z.ZodType
  ? { params: Given<Part<E, 'params'>> }
  : { params?: undefined }) &
  (Part<E, 'query'> extends z.ZodType
    ? { query?: Given<Part<E, 'query'>> }
    : { query?: undefined }) &
  (Part<E, 'body'> extends z.ZodType ? { body: Given<Part<E, 'body'>> } : { body?: undefined });

/** A success: one of the declared statuses with its body. */
export type Answer<E extends EndpointDeclaration> = {
  [S in keyof E['answers']]: E['answers'][S] extends z.ZodType
    ? { status: S; body: z.output<E['answers'][S]>; headers?: Record<string, string> }
    : never;
}[keyof E['answers']];

/** The body of any success of the endpoint. */
export type AnswerBody<E extends EndpointDeclaration> =
  Answer<E> extends { body: infer B } ? B : never;
