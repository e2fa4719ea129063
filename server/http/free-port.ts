import { createServer } from 'node:net';
import { StartupError } from '../startup-error.ts';

/**
 * Asks whether a port can be had, before anything on disk is touched.
 * @throws StartupError naming what is wrong with it.
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new StartupError(cannotListen(host, port, cause.code), { cause }));
    });
    probe.listen({ host, port, exclusive: true }, () => {
      probe.close(() => {
        resolve();
      });
    });
  });
}

/** Why a server cannot listen there, in a sentence. */
export function cannotListen(host: string, port: number, code: string | undefined): string {
  if (code === 'EADDRINUSE') return `The port ${String(port)} is in use by another program`;
  if (code === 'EACCES') return `The port ${String(port)} needs more rights than this program has`;
  return `This computer cannot listen on ${host}:${String(port)}`;
}
