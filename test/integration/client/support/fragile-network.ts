import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A way to a server that can be cut, closed, and made to lose answers. */
export class FragileNetwork {
  readonly url: string;
  readonly #server: net.Server;
  readonly #serverPort: number;
  readonly #sockets = new Set<Socket>();
  #isDown = false;
  #onLoss: (() => void) | null = null;

  private constructor(server: net.Server, serverPort: number) {
    this.#server = server;
    this.#serverPort = serverPort;
    this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    server.on('connection', (client) => {
      this.#connect(client);
    });
  }

  static async to(serverPort: number): Promise<FragileNetwork> {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const network = new FragileNetwork(server, serverPort);
    onTestFinished(() => network.#end());
    return network;
  }

  /** Ends every connection without a word; new ones are possible. */
  cut(): void {
    for (const socket of [...this.#sockets]) socket.destroy();
  }

  goDown(): void {
    this.#isDown = true;
    this.cut();
  }

  comeBack(): void {
    this.#isDown = false;
  }

  /**
   * From now on what is asked arrives, and what is answered to it does not. Resolves when the
   * first answer was lost, after which all is well again.
   */
  loseOneAnswer(): Promise<void> {
    return new Promise((resolve) => {
      this.#onLoss = resolve;
    });
  }

  #connect(client: Socket): void {
    if (this.#isDown) {
      client.destroy();
      return;
    }
    const server = net.connect(this.#serverPort, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (data) => server.write(data));
    server.on('data', (data) => {
      if (this.#onLoss !== null && holdsAnswer(data)) {
        client.destroy();
        this.#onLoss();
        this.#onLoss = null;
      } else {
        client.write(data);
      }
    });
  }

  async #end(): Promise<void> {
    this.goDown();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A success over HTTP, or something said on a sealed channel: which of both cannot be seen from here. */
function holdsAnswer(data: Buffer): boolean {
  const binaryFrame = 0x82;
  return data[0] === binaryFrame || data.subarray(0, 11).toString() === 'HTTP/1.1 20';
}
