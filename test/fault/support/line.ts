import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Line {
  url: string;
  /** Those of both sides that are open. */
  sockets: ReadonlySet<Socket>;
}

/**
 * A way to a server, for one test. One side's end is the other's.
 * @param connect what goes over it: answers the connection on to the server for one that has come
 */
export async function openLine(connect: (client: Socket) => Socket): Promise<Line> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = net.createServer((client) => {
    const far = connect(client);
    keep(client, far);
    keep(far, client);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, sockets };
}
