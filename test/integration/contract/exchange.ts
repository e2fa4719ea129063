import { request } from 'node:http';
import type { AnswerBody, EndpointDeclaration } from '#protocol/endpoint.ts';
import type { RawAnswer, ServedContract } from './served-contract.ts';

/** A status, and for a refusal its code: `200`, `404 MESSAGE_NOT_FOUND`. */
type Outcome = string;

export interface Parts {
  params?: Record<string, string>;
  /** With its question mark. */
  query?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Uint8Array;
  headers?: Record<string, string>;
}

export interface Asker {
  token: string;
}

/** Makes calls to a running server, holds each answer to its contract, and remembers which it met. */
export class Exchange {
  readonly #url: string;
  readonly #contract: ServedContract;
  readonly #met: Set<string>;

  /** @param met of several servers with one contract */
  constructor(url: string, contract: ServedContract, met: Set<string>) {
    this.#url = url;
    this.#contract = contract;
    this.#met = met;
  }

  /** The answer's body. @throws where the outcome is another one, or not as the contract says */
  async call<E extends EndpointDeclaration>(
    asker: Asker | null,
    endpoint: E,
    expected: Outcome,
    parts: Parts = {},
  ): Promise<AnswerBody<E>> {
    const { bytes, headers } = await this.callRaw(asker, endpoint, expected, parts);
    const isJson = headers['content-type']?.startsWith('application/json') && bytes.length > 0;
    return (isJson ? JSON.parse(bytes.toString()) : undefined) as AnswerBody<E>;
  }

  async callRaw(
    asker: Asker | null,
    { method, path }: Pick<EndpointDeclaration, 'method' | 'path'>,
    expected: Outcome,
    { params = {}, query = '', body, raw, headers = {} }: Parts = {},
  ): Promise<RawAnswer> {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(params[name] ?? ''),
    );
    const answer = await send(`${this.#url}${filled}${query}`, method, {
      headers: {
        ...(asker === null ? {} : { authorization: `Bearer ${asker.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      content: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    this.hold({ method, path }, expected, answer);
    return answer;
  }

  /** To the contract. @throws where the outcome is another one, or not as the contract says */
  hold(
    { method, path }: Pick<EndpointDeclaration, 'method' | 'path'>,
    expected: Outcome,
    answer: RawAnswer,
  ): void {
    const name = `${method} ${path}`;
    const problems = this.#contract.problemsOf(method, path, answer);
    // An answer to HEAD has a status and no code.
    const outcome =
      method === 'HEAD' ? `${outcomeOf(answer)}${expected.slice(3)}` : outcomeOf(answer);
    if (problems.length > 0 || outcome !== expected) {
      const told = {
        name,
        expected,
        outcome,
        problems,
        body: answer.bytes.toString().slice(0, 2_000),
      };
      throw new Error(JSON.stringify(told, null, 2));
    }
    this.#met.add(`${name} ${expected}`);
  }
}

function outcomeOf({ status, bytes }: RawAnswer): Outcome {
  const code = status < 400 ? undefined : /"error_code":"(\w+)"/.exec(bytes.toString())?.[1];
  return [String(status), ...(code === undefined ? [] : [code])].join(' ');
}

interface Sent {
  headers: Record<string, string>;
  content: string | Uint8Array | undefined;
}

/** Unlike fetch it sends any header, and tells nothing but what came. */
function send(url: string, method: string, { headers, content }: Sent): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    // A connection each: a refused body may be left half read.
    const asked = request(url, { method, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          bytes: Buffer.concat(pieces),
        });
        asked.destroy();
      });
    });
    asked.once('error', reject);
    asked.end(content);
  });
}
