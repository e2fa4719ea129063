import http from 'node:http';
import https from 'node:https';
import { ClientError } from './client-error.ts';
import { parseJson } from './json.ts';
import type { TransportRequest, TransportResponse } from './transport.ts';

/** Below the idle limits of servers, so that a kept connection is not closed as we write to it. */
const idleConnectionMs = 5_000;
const connectionsMax = 8;
/** A bound on what a wrong server can make us hold; a full page of long messages is a third of it. */
const answerMaxBytes = 33_554_432;

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'that name is not known',
  EAI_AGAIN: 'that name is not known',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no network',
  ETIMEDOUT: 'no answer in time',
};

/** JSON over HTTP on connections of its own, which end with it. */
export class PlainHttp {
  readonly #origin: URL;
  readonly #agent: http.Agent;
  #closed = false;

  constructor(origin: URL) {
    this.#origin = origin;
    const options = { keepAlive: true, maxSockets: connectionsMax, timeout: idleConnectionMs };
    this.#agent = origin.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  }

  /** Rejects with ClientError. */
  async request(request: TransportRequest): Promise<TransportResponse> {
    if (this.#closed) throw new ClientError('UNREACHABLE', 'The client has been closed');
    try {
      return await this.#exchange(request);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#agent.destroy();
  }

  #exchange(request: TransportRequest): Promise<TransportResponse> {
    const payload = payloadOf(request);
    const send = this.#origin.protocol === 'https:' ? https.request : http.request;
    const headers = headersOf(request, payload);
    const options = { method: request.method, agent: this.#agent, headers };
    return new Promise((resolve, reject) => {
      let isAnswered = false;
      const outgoing = send(new URL(request.path, this.#origin), options, (incoming) => {
        isAnswered = true;
        collect(incoming, request).then(resolve, reject);
      });
      const deadline = setTimeout(() => {
        outgoing.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }));
      }, request.timeoutMs);
      outgoing.on('error', reject);
      outgoing.on('close', () => {
        clearTimeout(deadline);
        if (!isAnswered) reject(new Error('the connection was closed'));
      });
      outgoing.end(payload ?? undefined);
    });
  }

  #explain(error: unknown): ClientError {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('HPE_') || code === 'EPROTO') {
      const detail = `What answers at ${this.#origin.host} is not a Future Talk server`;
      return new ClientError('NOT_A_SERVER', detail, error);
    }
    const reason = reasons[code] ?? 'the connection failed';
    return new ClientError('UNREACHABLE', `Cannot reach ${this.#origin.host}: ${reason}`, error);
  }
}

function payloadOf({ bytes, body }: TransportRequest): Uint8Array | string | null {
  return bytes ?? (body === undefined ? null : JSON.stringify(body));
}

function headersOf(
  request: TransportRequest,
  payload: Uint8Array | string | null,
): http.OutgoingHttpHeaders {
  const headers: http.OutgoingHttpHeaders = {
    accept: request.answersBytes === true ? '*/*' : 'application/json',
  };
  if (request.accessToken !== null) headers.authorization = `Bearer ${request.accessToken}`;
  if (payload !== null) {
    if (request.bytes === undefined) headers['content-type'] = 'application/json';
    headers['content-length'] = Buffer.byteLength(payload);
  }
  return { ...headers, ...request.headers };
}

async function collect(
  incoming: http.IncomingMessage,
  { answersBytes = false }: TransportRequest,
): Promise<TransportResponse> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > answerMaxBytes) throw new Error('the answer is too large');
    parts.push(part);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers[name] = value;
  }
  const status = incoming.statusCode ?? 0;
  const content = Buffer.concat(parts);
  if (answersBytes && status < 400) return { status, headers, body: undefined, bytes: content };
  return { status, headers, body: parseJson(content.toString('utf8')) };
}
