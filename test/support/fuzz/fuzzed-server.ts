import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { FuzzedRequest } from './contract-requests.ts';

export interface FuzzAnswer {
  status: number;
  text: string;
}

/** Keeps connections open: most of a short request would otherwise be its connection. */
export class FuzzClient {
  readonly #url: string;
  readonly #agent: Agent;

  /** @param from the address of this computer that it comes from */
  constructor(url: string, connections: number, from = '127.0.0.1') {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, localAddress: from });
  }

  /** @throws when the server neither answers nor refuses within a minute, or cuts it off */
  ask({ method, path, token, headers, body }: FuzzedRequest): Promise<FuzzAnswer> {
    const all = {
      ...headers,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === null
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(body.length) }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        `${this.#url}${path}`,
        { method, headers: all, agent: this.#agent, timeout: 60_000 },
        (answer) => {
          let text = '';
          answer.setEncoding('latin1').on('data', (piece: string) => {
            if (text.length < 2_000) text += piece;
          });
          answer.on('error', reject).on('end', () => {
            resolve({ status: answer.statusCode ?? 0, text });
          });
        },
      );
      outgoing.on('timeout', () => {
        outgoing.destroy(new Error(`no answer within a minute: ${method} ${path}`));
      });
      outgoing.on('error', reject).end(body ?? undefined);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Bytes of memory that a process holds (Linux). */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
}
