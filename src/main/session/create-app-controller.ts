import { hostname } from 'node:os';
import { ChatClient } from '#client/chat-client.ts';
import { AppSqlite } from '../cache/app-sqlite.ts';
import type { MessagePlace } from '../cache/messages.repository.ts';
import { ServerCaches } from '../cache/server-caches.ts';
import type { Log } from '../logging/log.ts';
import { obtainDeviceKey } from '../secrets/device-key.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { limits } from '#protocol/limits.ts';
import { AppController } from './app-controller.ts';
import type { AppControllerDependencies } from './app-controller.ts';
import { askServer, decodeKey } from '../trust/ask-server.ts';
import { epochOf } from '../trust/known-servers.ts';
import { ServerDoor } from '../trust/server-door.ts';
import { whereIs } from './moved-server.ts';
import { ServerMemory } from './server-memory.ts';

interface AppControllerOptions extends Omit<
  AppControllerDependencies,
  'door' | 'whereIs' | 'rememberServer' | 'createClient'
> {
  secrets: SecretStore;
  /** Where everybody's caches are kept. */
  cacheFolder: string;
  /** Told of texts that were destroyed by this computer's clock while there was no connection. */
  onDestroyed: (places: MessagePlace[]) => void;
  log: Log;
}

/** The controller with real clients and this person's files. */
export function createAppController(options: AppControllerOptions): AppController {
  const { secrets, settings, hosting, cacheFolder, onDestroyed, log } = options;
  return new AppController({
    ...options,
    door: new ServerDoor({
      ask: askServer,
      knownServers: () => settings.current.knownServers,
      localServer: () => hosting.localServer,
    }),
    whereIs: whereIs.bind(null, { ask: askServer, localServer: () => hosting.localServer }),
    rememberServer: ({ information }, onThrownAway) => {
      const identity = information.public_key;
      const common = { secrets, log };
      const caches = { identity, folder: cacheFolder, onDestroyed, onThrownAway };
      return new ServerMemory({
        server: { identity },
        caches: new ServerCaches({ ...common, ...caches, Database: AppSqlite }),
        ...common,
      });
    },
    createClient: async ({ url, information }, memory) =>
      new ChatClient({
        url,
        memory,
        outboxStore: memory.outbox,
        sealed: {
          deviceKey: await obtainDeviceKey(secrets, log),
          expectedServerKey: decodeKey(information.public_key),
          newestEpoch: epochOf(settings.current.knownServers, information.public_key),
        },
        deviceName: hostname().slice(0, limits.deviceNameMaxCharacters) || 'Desktop',
        reportProblem: (problem) => {
          log.error('The chat client met a problem', problem);
        },
      }),
  });
}
