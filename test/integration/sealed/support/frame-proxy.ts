import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { secureUrl } from './sealed-peer.ts';

export type Direction = 'to server' | 'to client';

export interface PassingFrame {
  direction: Direction;
  /** Counts the frames of a connection in this direction, from 0. */
  index: number;
  /** Counts the connections, from 0. */
  connection: number;
  bytes: Buffer;
}

interface Ending {
  /** Which side closed first. */
  by: 'server' | 'client';
  code: number;
  reason: string;
}

/** Somebody between a client and a server who sees every frame, and may do with it what they like. */
export class FrameProxy {
  readonly url: string;
  readonly frames: PassingFrame[] = [];
  readonly endings: Ending[] = [];
  connections = 0;
  /** What goes on instead of a frame. */
  tamper: (frame: PassingFrame) => Buffer[] = ({ bytes }) => [bytes];
  readonly #server: WebSocketServer;
  readonly #serverUrl: string;
  readonly #wake: (() => void)[] = [];

  private constructor(server: WebSocketServer, serverUrl: string) {
    this.#server = server;
    this.#serverUrl = serverUrl;
    this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    server.on('connection', (client) => {
      this.#connect(client);
    });
  }

  static async to(serverUrl: string): Promise<FrameProxy> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    onTestFinished(() => {
      for (const client of server.clients) client.terminate();
      server.close();
    });
    return new FrameProxy(server, serverUrl);
  }

  /** Breaks every connection without a word. */
  cut(): void {
    for (const client of this.#server.clients) client.terminate();
  }

  /** How the next connection ends that has not ended yet. */
  nextEnding(): Promise<Ending> {
    return this.ending(this.endings.length);
  }

  /** How a connection ended, once it has: its client may know of it before. */
  async ending(connection: number): Promise<Ending> {
    for (;;) {
      const ending = this.endings[connection];
      if (ending !== undefined) return ending;
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  #connect(client: WebSocket): void {
    const connection = this.connections;
    this.connections += 1;
    const server = new WebSocket(secureUrl(this.#serverUrl));
    const opened = once(server, 'open');
    const passOn = (direction: Direction, from: WebSocket, to: WebSocket): void => {
      let index = 0;
      from.on('message', (bytes: Buffer) => {
        const frame = { direction, index, connection, bytes };
        index += 1;
        this.frames.push(frame);
        void opened.then(() => {
          for (const each of this.tamper(frame)) to.send(each);
        });
      });
      from.on('error', () => to.terminate());
      from.on('close', (code, reason) => {
        this.#end(connection, {
          by: from === client ? 'client' : 'server',
          code,
          reason: reason.toString(),
        });
        if (code === 1005 || code === 1006) to.terminate();
        else to.close(code, reason);
      });
    };
    passOn('to server', client, server);
    passOn('to client', server, client);
  }

  #end(connection: number, ending: Ending): void {
    if (this.endings[connection] !== undefined) return;
    this.endings[connection] = ending;
    for (const wake of this.#wake.splice(0)) wake();
  }
}
