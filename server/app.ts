import type { Logger } from 'pino';
import { App } from './http/uws.ts';
import type { WebApp } from './http/uws.ts';
import { limits } from '#protocol/limits.ts';
import type { Registration } from '#protocol/server.ts';
import { MembershipDirectory } from './access/membership.ts';
import { Permissions } from './access/permissions.ts';
import { identityOf, newPrivateKey } from './admin/identity.ts';
import type { Identity } from './admin/identity.ts';
import { takeDataFolder } from './db/data-folder.ts';
import type { DataFolder } from './db/data-folder.ts';
import { Database } from './db/database.ts';
import { documentationPages } from './documentation/documentation.ts';
import { Dispatcher } from './http/dispatcher.ts';
import { HttpServer } from './http/http-server.ts';
import { AllowedOrigins } from './http/origins.ts';
import { servePages } from './http/pages.ts';
import { defaultAllowances, RateLimits } from './http/rate-limits.ts';
import type { Allowances } from './http/rate-limits.ts';
import { listen, requireFreePort } from './http/listen.ts';
import { Announcer } from './lan/announce.ts';
import { SendLatency } from './messages/send-latency.ts';
import { publicHost } from './public-host.ts';
import { CommandRouter } from './ws/command-router.ts';
import { EventPublisher } from './ws/event-publisher.ts';
import { Hub } from './ws/hub.ts';
import { servePlainSockets } from './ws/plain-socket.ts';
import { packageVersion } from './package-version.ts';
import { commandsOf, composeServices, repositoriesOf, routesOf } from './features.ts';
import type { Foundation, Services } from './features.ts';

export interface ServerOptions {
  /** 0 picks a free one. */
  port: number;
  host: string;
  dataFolder: string;
  /** Given once the data folder is ours; answers the database key, 32 bytes. */
  unlock(databaseFile: string): Uint8Array | Promise<Uint8Array>;
  name: string;
  registration: Registration;
  /** Over mDNS, to those whose network it listens on; not unless asked for. */
  announce?: boolean;
  logger: Logger;
  /** Web origins beside those of this computer. */
  allowedOrigins?: readonly string[];
  allowances?: Partial<Allowances>;
  accessTokenLifetimeSeconds?: number;
  /** How long a used refresh token still answers its successor, for replies that were lost. */
  refreshGraceMs?: number;
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
    const { databaseFile } = folder;
    const key = await options.unlock(databaseFile);
    const database = await Database.open({ file: databaseFile, key });
    try {
      return await serve(options, database, folder);
    } catch (cause) {
      await database.close();
      throw cause;
    }
  } catch (cause) {
    folder.release();
    throw cause;
  }
}

async function serve(
  options: ServerOptions,
  database: Database,
  folder: DataFolder,
): Promise<RunningServer> {
  const base = await layFoundation(options, database);
  const services = composeServices(base);
  wireEvents(base, services);
  const transports = serveTransports(options, base, services);
  await services.selfDestruct.start();
  const listening = await listen(transports.app, options.host, options.port);
  base.port = listening.port;
  const announcer = options.announce === true ? announceOn(options.host, base) : null;
  return {
    url: `http://${urlHost(options.host)}:${String(listening.port)}`,
    port: listening.port,
    identity: base.identity,
    close: async () => {
      listening.stop();
      await announcer?.close();
      await transports.close();
      await settle(services);
      await database.close();
      folder.release();
    },
  };
}

async function layFoundation(options: ServerOptions, database: Database): Promise<Foundation> {
  const repositories = repositoriesOf(database);
  const secrets = await repositories.identity.secrets({
    tokenSecret: newPrivateKey(),
    identityKey: newPrivateKey(),
  });
  const directory = new MembershipDirectory(repositories.membership);
  return {
    name: options.name,
    version: packageVersion(),
    registration: options.registration,
    accessTokenLifetimeSeconds:
      options.accessTokenLifetimeSeconds ?? limits.accessTokenLifetimeSeconds,
    refreshGraceMs: options.refreshGraceMs ?? limits.refreshGraceSeconds * 1000,
    logger: options.logger,
    database,
    repositories,
    directory,
    permissions: new Permissions(directory),
    hub: new Hub(),
    latency: new SendLatency(),
    identity: identityOf(secrets.identityKey),
    tokenSecret: secrets.tokenSecret,
    host: publicHost(options.host),
    port: options.port,
  };
}

/** Committed events go to the sockets; what the sockets show goes to presence and receipts. */
function wireEvents(base: Foundation, { presence, receipts }: Services): void {
  const { database, directory, hub, logger } = base;
  const publisher = new EventPublisher(hub, directory, logger);
  database.onCommitted = (events) => {
    publisher.accept(events);
  };
  publisher.onPublished((event, audience) => {
    receipts.observe(event, audience);
  });
  hub.setListeners({
    onOnline: (connection) => {
      presence.cameOnline(connection);
    },
    onOffline: (connection) => {
      presence.wentOffline(connection);
    },
  });
}

/** How long a server that closes waits for clients that send or read slowly. */
const slowClientsMaxMs = 5_000;

interface Transports {
  app: WebApp;
  /** Answers what was accepted, refuses what is new, and says goodbye to the sockets. */
  close(): Promise<void>;
}

function serveTransports(
  options: ServerOptions,
  { logger, permissions, hub }: Foundation,
  services: Services,
): Transports {
  const app = App();
  const origins = new AllowedOrigins(options.allowedOrigins ?? []);
  const { sessions } = services;
  const dispatcher = new Dispatcher({
    routes: routesOf(services),
    rateLimits: new RateLimits({ ...defaultAllowances, ...options.allowances }),
    permissions,
    authenticate: sessions.authenticate.bind(sessions),
    checkAnswers: options.checkAnswers ?? false,
  });
  let closing = false;
  servePlainSockets({
    app,
    hub,
    commands: new CommandRouter(commandsOf(services, permissions), logger),
    origins,
    logger,
    authenticate: sessions.authenticate.bind(sessions),
    isClosing: () => closing,
  });
  servePages(app, documentationPages());
  const http = new HttpServer({ app, dispatcher, origins, logger });
  const close = async () => {
    closing = true;
    dispatcher.close();
    await http.idle(slowClientsMaxMs);
    hub.closeAll();
    app.close();
  };
  return { app, close };
}

function announceOn(host: string, { name, port, identity, logger }: Foundation): Announcer {
  const { publicKey, fingerprint } = identity;
  return new Announcer({ host, name, port, publicKey, fingerprint, logger });
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
