import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ClientError } from '#client/client-error.ts';
import { writeFileAtomically } from '../../storage/atomic-file.ts';
import { askServer } from '../../trust/ask-server.ts';
import { ServerLaunchError } from '../server-process.ts';
import type { RunningServer } from '../server-process.ts';
import type { ServiceCommand } from './service-command.ts';
import type { ServiceManager } from './service-manager.ts';

const answersWithinMs = 60_000;
const askEveryMs = 250;

interface ServiceLaunch {
  manager: ServiceManager;
  command: ServiceCommand;
  dataFolder: string;
  /** 64 hexadecimal digits. */
  databaseKey: string;
  port: number;
  /** By which the server is known: another one may have the port. */
  identity: string;
}

/** As the server calls it in its data folder. */
export function keyFileIn(dataFolder: string): string {
  return path.join(dataFolder, 'database.key');
}

/**
 * Lets the operating system run the server, or finds it running, and waits until it answers. Throws
 * ServerLaunchError.
 */
export async function launchService(launch: ServiceLaunch): Promise<RunningServer> {
  const { manager, command, dataFolder, databaseKey, port, identity } = launch;
  await writeFileAtomically(keyFileIn(dataFolder), `${databaseKey}\n`);
  try {
    await manager.run(command);
  } catch (cause) {
    throw new ServerLaunchError('The operating system does not run the service', { cause });
  }
  const url = `http://127.0.0.1:${String(port)}`;
  await untilItAnswers(url, identity);
  return {
    url,
    identity,
    outlivesApp: true,
    // The operating system starts it again; the app is told nothing of it.
    ended: new Promise(() => undefined),
    stop: async (reason) => {
      // Another command takes the place of this one when it is launched.
      if (reason === 'leaving') await removeService(manager, dataFolder);
    },
  };
}

/** The service and its key file are gone when this resolves; what else is in the folder stays. */
export async function removeService(manager: ServiceManager, dataFolder: string): Promise<void> {
  await manager.remove();
  await rm(keyFileIn(dataFolder), { force: true });
}

async function untilItAnswers(url: string, identity: string): Promise<void> {
  const giveUpAt = Date.now() + answersWithinMs;
  while (Date.now() < giveUpAt) {
    if (await answers(url, identity)) return;
    await pause(askEveryMs);
  }
  throw new ServerLaunchError('The service was started, and does not answer');
}

async function answers(url: string, identity: string): Promise<boolean> {
  try {
    return (await askServer(url, (key) => key === identity)).trusted;
  } catch (error) {
    if (error instanceof ClientError) return false;
    throw error;
  }
}
