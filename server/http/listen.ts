import { createServer } from 'node:net';
import { us_listen_socket_close, us_socket_local_port } from './uws.ts';
import type { TemplatedApp, us_listen_socket } from 'uWebSockets.js';
import { StartupError } from '../startup-error.ts';

/**
 * Asks whether a port can be had, before anything on disk is touched.
 * @throws StartupError naming what is wrong with it.
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new StartupError(explain(host, port, cause.code), { cause }));
    });
    probe.listen({ host, port, exclusive: true }, () => {
      probe.close(() => {
        resolve();
      });
    });
  });
}

/**
 * uWS's LIBUS_LISTEN_EXCLUSIVE_PORT. Without it two servers on one port would share its connections
 * on Linux.
 */
const exclusivePort = 1;

/** uWS takes a host and options together; its declarations know only one of them at a time. */
type ListenOnHost = (
  host: string,
  port: number,
  options: number,
  listener: (socket: us_listen_socket | false) => void,
) => void;

export interface Listening {
  /** The port that was given, or the free one that was found. */
  port: number;
  stop(): void;
}

/** @throws StartupError when the port was taken in the meantime. */
export async function listen(app: TemplatedApp, host: string, port: number): Promise<Listening> {
  const listenOn = app.listen.bind(app) as unknown as ListenOnHost;
  const socket = await new Promise<us_listen_socket>((resolve, reject) => {
    listenOn(host, port, exclusivePort, (opened) => {
      if (opened !== false) resolve(opened);
      else reject(new StartupError(explain(host, port, 'EADDRINUSE')));
    });
  });
  return {
    port: us_socket_local_port(socket),
    stop: () => {
      us_listen_socket_close(socket);
    },
  };
}

function explain(host: string, port: number, code: string | undefined): string {
  if (code === 'EADDRINUSE') return `The port ${String(port)} is in use by another program`;
  if (code === 'EACCES') return `The port ${String(port)} needs more rights than this program has`;
  return `This computer cannot listen on ${host}:${String(port)}`;
}
