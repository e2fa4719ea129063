import { z } from 'zod';
import type { AnswerBody, CallInput, EndpointDeclaration } from '#protocol/endpoint.ts';
import { AppError, isErrorCode } from '#protocol/errors.ts';
import type { ErrorCode, ErrorDetails } from '#protocol/errors.ts';
import { ClientError } from './client-error.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';

const requestTimeoutMs = 20_000;

type Values = Record<string, string | number | boolean | undefined>;
interface LooseInput {
  params?: Values | undefined;
  query?: Values | undefined;
  body?: unknown;
}

const errorBody = z.object({
  detail: z.string(),
  error_code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Turns a declared endpoint and its input into a request, and the answer into a value or an error. */
export class Requests {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Throws AppError for what the server refuses, ClientError for what is no answer of a server. */
  async send<E extends EndpointDeclaration>(
    endpoint: E,
    input: CallInput<E>,
    accessToken: string | null,
    timeoutMs = requestTimeoutMs,
  ): Promise<AnswerBody<E>> {
    const { params, query, body } = input as LooseInput;
    const path = pathOf(endpoint.path, params ?? {}, query ?? {});
    const { method } = endpoint;
    const response = await this.#transport.request({ method, path, body, accessToken, timeoutMs });
    return bodyOf(endpoint, response) as AnswerBody<E>;
  }

  /** Any success as it came. Throws as `send` does. */
  async sendRaw(request: RawRequest, accessToken: string | null): Promise<TransportResponse> {
    const { timeoutMs = requestTimeoutMs } = request;
    const response = await this.#transport.request({ ...request, accessToken, timeoutMs });
    if (response.status < 400) return response;
    // An answer to HEAD has no body that could say more.
    throw request.method === 'HEAD'
      ? new AppError(codeForStatus(response.status))
      : errorOf(response);
  }
}

/** A request that the contract declares as bytes or as tus, whose answer is read by its caller. */
export type RawRequest = Omit<TransportRequest, 'accessToken' | 'timeoutMs'> & {
  timeoutMs?: number;
};

/** Fills `{name}` segments and appends the query; undefined values are left out. */
export function pathOf(template: string, params: Values, query: Values): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    return encodeURIComponent(String(params[name]));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

function bodyOf(endpoint: EndpointDeclaration, response: TransportResponse): unknown {
  if (response.status >= 400) throw errorOf(response);
  const schema =
    response.status === 200 || response.status === 201
      ? endpoint.answers[response.status]
      : undefined;
  if (schema === undefined) throw notAServer(`status ${response.status}`);
  const parsed = schema.safeParse(response.body);
  if (!parsed.success) throw notAServer(parsed.error);
  return parsed.data;
}

function errorOf({ status, headers, body }: TransportResponse): AppError | ClientError {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return notAServer(parsed.error);
  const { detail, error_code: code, errors } = parsed.data;
  const details: ErrorDetails = { detail };
  if (errors !== undefined) details.fields = errors;
  const retryAfterSeconds = Number(headers['retry-after']);
  if (retryAfterSeconds >= 0) details.retryAfterSeconds = retryAfterSeconds;
  return new AppError(isErrorCode(code) ? code : codeForStatus(status), details);
}

/** A newer server may know errors that we do not; the status still tells what kind they are. */
function codeForStatus(status: number): ErrorCode {
  if (status === 401) return 'UNAUTHORIZED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 404) return 'NOT_FOUND';
  if (status === 410) return 'UPLOAD_GONE';
  if (status === 422) return 'VALIDATION_ERROR';
  if (status === 429) return 'RATE_LIMITED';
  if (status === 503) return 'NOT_READY';
  return status >= 500 ? 'INTERNAL_ERROR' : 'MALFORMED_REQUEST';
}

function notAServer(cause: unknown): ClientError {
  const detail = 'What answers at that address is not a Future Talk server';
  return new ClientError('NOT_A_SERVER', detail, cause);
}
