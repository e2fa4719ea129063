import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { AnswerReader } from './answer-reader.ts';
import type { FuzzAnswer } from './answer-reader.ts';
import type { FuzzedRequest } from './contract-requests.ts';

const patienceMs = 60_000;

/** Keeps connections open: most of a short request would otherwise be its connection. */
export class FuzzClient {
  readonly #address: { host: string; port: number; localAddress: string };
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();

  /** @param from the address of this computer that it comes from */
  constructor(url: string, from = '127.0.0.1') {
    const { hostname, port } = new URL(url);
    this.#address = { host: hostname, port: Number(port), localAddress: from };
  }

  /** @throws when the server neither answers nor refuses within a minute, or cuts it off */
  async ask(request: FuzzedRequest): Promise<FuzzAnswer> {
    const connection = this.#take();
    const { host, port } = this.#address;
    const answer = await connection.ask(
      request.method,
      bytesOf(request, `${host}:${String(port)}`),
    );
    if (answer.isLast) connection.end();
    else this.#idle.push(connection);
    return answer;
  }

  close(): void {
    for (const connection of this.#all) connection.end();
  }

  #take(): Connection {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (!idle.isOver) return idle;
    }
    const connection = new Connection(connect({ ...this.#address, noDelay: true }), () => {
      this.#all.delete(connection);
    });
    this.#all.add(connection);
    return connection;
  }
}

/** One request after the other. */
class Connection {
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  #waiting: { resolve(answer: FuzzAnswer): void; reject(cause: Error): void } | null = null;

  constructor(socket: Socket, onClosed: () => void) {
    this.#socket = socket;
    socket.setTimeout(patienceMs, () => {
      socket.destroy(new Error('no answer within a minute'));
    });
    socket.on('data', (piece: Buffer) => {
      this.#receive(piece);
    });
    socket.on('error', (cause) => this.#waiting?.reject(cause));
    socket.on('close', () => {
      this.#waiting?.reject(new Error('the server has cut it off'));
      onClosed();
    });
  }

  get isOver(): boolean {
    return this.#socket.destroyed || !this.#socket.writable;
  }

  ask(method: string, request: Buffer): Promise<FuzzAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#reader.begin(method);
      this.#socket.write(request);
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #receive(piece: Buffer): void {
    try {
      const answer = this.#reader.take(piece);
      if (answer === null) return;
      if (this.#waiting === null) throw new Error('an answer to nothing');
      this.#waiting.resolve(answer);
      this.#waiting = null;
    } catch (cause) {
      this.#socket.destroy(cause as Error);
    }
  }
}

/** As any client writes it: a method that usually has a body says so where there is none. */
function bytesOf({ method, path, token, headers, body }: FuzzedRequest, host: string): Buffer {
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  if (token !== null) head += `authorization: Bearer ${token}\r\n`;
  for (const name in headers) {
    if (body === null || !name.startsWith('content-'))
      head += `${name}: ${headers[name] ?? ''}\r\n`;
  }
  if (body !== null) {
    head += `content-type: application/json\r\ncontent-length: ${String(body.length)}\r\n`;
  } else if (method.startsWith('P')) head += 'content-length: 0\r\n';
  const start = Buffer.from(`${head}\r\n`, 'latin1');
  return body === null ? start : Buffer.concat([start, body]);
}

/** Bytes of memory that a process holds (Linux). */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
}
