import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a server that after a while takes nothing from it any more, or a byte a second. */
export class DeafLine {
  readonly url: string;
  readonly #server: net.Server;
  readonly #sockets = new Set<Socket>();
  #isDeaf = false;

  private constructor(server: net.Server, serverPort: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    server.on('connection', (client) => {
      const far: Socket = net.connect({
        port: serverPort,
        host: '127.0.0.1',
        // Bytes are taken one by one, each when the one before is gone.
        onread: {
          buffer: Buffer.alloc(1),
          callback: (_length, buffer) => {
            client.write(Uint8Array.from(buffer));
            return !this.#isDeaf;
          },
        },
      });
      client.pipe(far);
      this.#keep(client, far);
      this.#keep(far, client);
    });
  }

  static async to(serverPort: number): Promise<DeafLine> {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const line = new DeafLine(server, serverPort);
    onTestFinished(async () => {
      for (const socket of line.#sockets) socket.destroy();
      await new Promise((resolve) => line.#server.close(resolve));
    });
    return line;
  }

  /** @param readsOn a byte a second is still taken of each connection */
  goDeaf({ readsOn }: { readsOn: boolean }): void {
    this.#isDeaf = true;
    if (!readsOn) return;
    const reading = setInterval(() => {
      for (const socket of this.#sockets) socket.resume();
    }, 1_000);
    onTestFinished(() => {
      clearInterval(reading);
    });
  }

  #keep(socket: Socket, other: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      other.destroy();
    });
  }
}
