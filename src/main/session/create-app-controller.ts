import { hostname } from 'node:os';
import { ChatClient } from '#client/chat-client.ts';
import type { Log } from '../logging/log.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { limits } from '#protocol/limits.ts';
import { AppController } from './app-controller.ts';
import type { AppControllerDependencies } from './app-controller.ts';
import { ServerMemory } from './server-memory.ts';

interface AppControllerOptions extends Omit<
  AppControllerDependencies,
  'probe' | 'rememberServer' | 'createClient'
> {
  secrets: SecretStore;
  /** Where the place in each server's event log is kept. */
  placesFolder: string;
  log: Log;
}

/** The controller with real clients and this person's files. */
export function createAppController(options: AppControllerOptions): AppController {
  const { secrets, placesFolder: folder, log } = options;
  return new AppController({
    ...options,
    probe: (url) => ChatClient.probe(url),
    rememberServer: ({ url, hostedHere, information }) =>
      new ServerMemory({
        server: { url, hostedHere, identity: information.public_key },
        secrets,
        folder,
        log,
      }),
    createClient: (url, memory) =>
      new ChatClient({
        url,
        memory,
        deviceName: hostname().slice(0, limits.deviceNameMaxCharacters) || 'Desktop',
        reportProblem: (problem) => {
          log.error('The chat client met a problem', problem);
        },
      }),
  });
}
