import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ReplayableEvent } from '#protocol/events.ts';

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  event: ReplayableEvent;
}

/** Whoever takes what an outgoing webhook sends, or does not. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** What the next requests are answered with; null: with nothing, for ever. */
  status: number | null = 200;
  connections = 0;
  readonly #server: Server;
  #wake: (() => void)[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.once('end', () => {
        const body = Buffer.concat(pieces).toString();
        const event = JSON.parse(body) as ReplayableEvent;
        if (this.status !== null) {
          response.writeHead(this.status, { location: '/elsewhere' }).end();
        }
        this.received.push({ headers: request.headers, body, event });
        for (const wake of this.#wake.splice(0)) wake();
      });
    });
    this.#server.on('connection', () => (this.connections += 1));
  }

  /** For one test. */
  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    onTestFinished(() => {
      receiver.#server.closeAllConnections();
      receiver.#server.close();
    });
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}/hook`;
  }

  /** Resolves once so many requests have come; ends with the test's own time limit. */
  async count(requests: number): Promise<Received[]> {
    while (this.received.length < requests) {
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    return this.received;
  }
}
