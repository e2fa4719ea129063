import { uws } from './uws.ts';
import type { ListenSocket, WebApp } from './uws.ts';
import { StartupError } from '../startup-error.ts';
import { cannotListen } from './free-port.ts';

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
  listener: (socket: ListenSocket | false) => void,
) => void;

export interface Listening {
  /** The port that was given, or the free one that was found. */
  port: number;
  stop(): void;
}

/** @throws StartupError when the port was taken in the meantime. */
export async function listen(app: WebApp, host: string, port: number): Promise<Listening> {
  const listenOn = app.listen.bind(app) as unknown as ListenOnHost;
  const socket = await new Promise<ListenSocket>((resolve, reject) => {
    listenOn(host, port, exclusivePort, (opened) => {
      if (opened !== false) resolve(opened);
      else reject(new StartupError(cannotListen(host, port, 'EADDRINUSE')));
    });
  });
  return {
    port: uws().us_socket_local_port(socket),
    stop: () => {
      uws().us_listen_socket_close(socket);
    },
  };
}
