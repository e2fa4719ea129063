import { setTimeout as pause } from 'node:timers/promises';
import { ClientError } from '#client/chat-client.ts';
import type { ConnectedServer } from '#ipc/connected-server.ts';
import { AppError } from '#protocol/errors.ts';
import type { ServerMoved } from '#protocol/move.ts';
import type { LocalServer } from '../hosting/hosting-controller.ts';
import type { AskServer } from '../trust/ask-server.ts';

interface Surroundings {
  ask: AskServer;
  localServer: () => LocalServer | null;
}

/** A successor opens its database before it listens. */
const triesMax = 20;
const pauseMs = 500;

/** Where a server is that has moved: the first address at which its key answers, and is not behind. */
export async function whereIs(
  { ask, localServer }: Surroundings,
  server: ConnectedServer,
  { addresses, epoch }: Pick<ServerMoved, 'addresses' | 'epoch'>,
): Promise<ConnectedServer | null> {
  const { public_key: key } = server.information;
  for (let tries = 0; tries < triesMax && addresses.length > 0; tries += 1) {
    const local = localServer();
    const isHere = local?.identity === key;
    const urls = isHere ? [local.url] : addresses.map((address) => `http://${address}`);
    for (const url of urls) {
      const answer = await ask(url, (shown) => shown === key).catch(nobodyThere);
      if (answer?.trusted !== true || (answer.information.epoch ?? 1) < epoch) continue;
      return { url, information: answer.information, hostedHere: isHere };
    }
    await pause(pauseMs);
  }
  return null;
}

function nobodyThere(error: unknown): null {
  // It may be just closing, or be where the server was before.
  if (error instanceof ClientError || error instanceof AppError) return null;
  throw error;
}
