import net from 'node:net';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { openLine } from './line.ts';

/** A way to a server that after a while takes nothing from it any more, or a byte a second. */
export interface DeafLine {
  url: string;
  /** @param readsOn a byte a second is still taken of each connection */
  goDeaf(options: { readsOn: boolean }): void;
}

export async function deafLineTo(port: number): Promise<DeafLine> {
  let isDeaf = false;
  const { url, sockets } = await openLine((client) => {
    const server: Socket = net.connect({
      port,
      host: '127.0.0.1',
      // Bytes are taken one by one, each when the one before is gone.
      onread: {
        buffer: Buffer.alloc(1),
        callback: (_length, buffer) => {
          client.write(Uint8Array.from(buffer));
          return !isDeaf;
        },
      },
    });
    return client.pipe(server);
  });
  const goDeaf = ({ readsOn }: { readsOn: boolean }) => {
    isDeaf = true;
    if (!readsOn) return;
    const reading = setInterval(() => {
      for (const socket of sockets) socket.resume();
    }, 1_000);
    onTestFinished(() => {
      clearInterval(reading);
    });
  };
  return { url, goDeaf };
}
