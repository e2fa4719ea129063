import { createServer } from 'node:net';
import { preferredPort } from './port-search.ts';

const portsTried = 21;

/** The wished port, or the next one that nobody listens on; the wished one where none is free. */
export async function freePort(wished: number): Promise<number> {
  const others = Array.from({ length: portsTried }, (_, offset) => preferredPort + offset);
  for (const port of [wished, ...others]) if (await isFree(port)) return port;
  return wished;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ port, host: '0.0.0.0', exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
