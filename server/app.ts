import type { Logger } from 'pino';
import { App } from './http/uws.ts';
import { limits } from '#protocol/limits.ts';
import type { Registration } from '#protocol/server.ts';
import { MembershipDirectory } from './access/membership.ts';
import { Permissions } from './access/permissions.ts';
import { identityOf, newPrivateKey } from './admin/identity.ts';
import type { Identity } from './admin/identity.ts';
import { takeDataFolder } from './db/data-folder.ts';
import { Database } from './db/database.ts';
import { serveDocumentation } from './documentation/documentation.ts';
import { Dispatcher } from './http/dispatcher.ts';
import { HttpServer } from './http/http-server.ts';
import { AllowedOrigins } from './http/origins.ts';
import { defaultAllowances, RateLimits } from './http/rate-limits.ts';
import type { Allowances } from './http/rate-limits.ts';
import { listen, requireFreePort } from './http/listen.ts';
import { SendLatency } from './messages/send-latency.ts';
import { publicHost } from './public-host.ts';
import { CommandRouter } from './ws/command-router.ts';
import { EventPublisher } from './ws/event-publisher.ts';
import { Hub } from './ws/hub.ts';
import { servePlainSockets } from './ws/plain-socket.ts';
import { packageVersion } from './package-version.ts';
import { commandsOf, composeServices, repositoriesOf, routesOf } from './features.ts';
import type { Services } from './features.ts';
import type { Listening } from './http/listen.ts';
import type { TemplatedApp } from 'uWebSockets.js';

export interface ServerOptions {
  /** 0 picks a free one. */
  port: number;
  host: string;
  dataFolder: string;
  /** Given once the data folder is ours; answers the database key, 32 bytes. */
  unlock(databaseFile: string): Uint8Array | Promise<Uint8Array>;
  name: string;
  registration: Registration;
  logger: Logger;
  /** Web origins beside those of this computer. */
  allowedOrigins?: readonly string[];
  allowances?: Partial<Allowances>;
  accessTokenLifetimeSeconds?: number;
  /** Checks every answer against the contract, for tests. */
  checkAnswers?: boolean;
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:8000`. */
  url: string;
  port: number;
  identity: Identity;
  /** Finishes what was accepted, tells the sockets, and closes the database. */
  close(): Promise<void>;
}

/**
 * Starts a server.
 * @throws StartupError, with nothing changed: a taken port, an unwritable or used folder, a wrong
 * key, a database from a newer version.
 */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  await requireFreePort(options.host, options.port);
  const folder = takeDataFolder(options.dataFolder);
  try {
    const key = await options.unlock(folder.databaseFile);
    return await compose(options, folder.databaseFile, key, () => {
      folder.release();
    });
  } catch (cause) {
    folder.release();
    throw cause;
  }
}

async function compose(
  options: ServerOptions,
  databaseFile: string,
  key: Uint8Array,
  release: () => void,
): Promise<RunningServer> {
  const { logger } = options;
  let publisher: EventPublisher | undefined;
  const database = await Database.open({
    file: databaseFile,
    key,
    onCommitted: (events) => publisher?.accept(events),
  });
  const repositories = repositoriesOf(database);
  const secrets = await repositories.identity.secrets({
    tokenSecret: newPrivateKey(),
    identityKey: newPrivateKey(),
  });
  const identity = identityOf(secrets.identityKey);
  const hub = new Hub();
  const directory = new MembershipDirectory(repositories.membership);
  const permissions = new Permissions(directory);
  publisher = new EventPublisher(hub, directory, logger);
  let listening: Listening | undefined;
  const services = composeServices({
    name: options.name,
    version: packageVersion(),
    registration: options.registration,
    accessTokenLifetimeSeconds:
      options.accessTokenLifetimeSeconds ?? limits.accessTokenLifetimeSeconds,
    logger,
    database,
    repositories,
    directory,
    permissions,
    hub,
    latency: new SendLatency(),
    identity,
    tokenSecret: secrets.tokenSecret,
    publicAddress: () => ({
      host: publicHost(options.host),
      port: listening?.port ?? options.port,
    }),
  });
  wireEvents(services, hub, publisher);
  const transports = serveTransports(options, services, permissions, hub);
  await services.selfDestruct.start();
  listening = await listen(transports.app, options.host, options.port);
  const { port } = listening;
  return {
    url: `http://${urlHost(options.host)}:${String(port)}`,
    port,
    identity,
    close: async () => {
      listening.stop();
      await transports.close();
      await settle(services);
      await database.close();
      release();
    },
  };
}

function wireEvents(services: Services, hub: Hub, publisher: EventPublisher): void {
  const { presence, receipts } = services;
  hub.setListeners({
    onOnline: (connection) => {
      presence.cameOnline(connection);
    },
    onOffline: (connection) => {
      presence.wentOffline(connection);
    },
  });
  publisher.onPublished((event, audience) => {
    receipts.observe(event, audience);
  });
}

interface Transports {
  app: TemplatedApp;
  /** Answers what was accepted, refuses what is new, and says goodbye to the sockets. */
  close(): Promise<void>;
}

function serveTransports(
  options: ServerOptions,
  services: Services,
  permissions: Permissions,
  hub: Hub,
): Transports {
  const app = App();
  const { logger } = options;
  const origins = new AllowedOrigins(options.allowedOrigins ?? []);
  const { sessions } = services;
  const dispatcher = new Dispatcher({
    routes: routesOf(services),
    rateLimits: new RateLimits({ ...defaultAllowances, ...options.allowances }),
    permissions,
    authenticate: async (token) => (await sessions.authenticate(token)).caller,
    checkAnswers: options.checkAnswers ?? false,
  });
  let closing = false;
  servePlainSockets({
    app,
    hub,
    commands: new CommandRouter(commandsOf(services, permissions), logger),
    origins,
    logger,
    authenticate: (token) => sessions.authenticate(token),
    isClosing: () => closing,
  });
  serveDocumentation(app);
  const http = new HttpServer({ app, dispatcher, origins, logger });
  const close = async () => {
    closing = true;
    dispatcher.close();
    await http.idle();
    hub.closeAll();
    app.close();
  };
  return { app, close };
}

/** Waits for what features still write in the background. */
async function settle({ selfDestruct, typing, receipts, presence }: Services): Promise<void> {
  selfDestruct.stop();
  typing.close();
  await receipts.settled();
  await presence.settled();
}

/** An address that a client on this computer can use. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
