import type { ClosingReason } from '#protocol/connection.ts';
import { AppError } from '#protocol/errors.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { Identity } from './admin/identity.ts';
import { takeDataFolder } from './db/data-folder.ts';
import type { DataFolder } from './db/data-folder.ts';
import { damagedSentence } from './db/damage.ts';
import { Database } from './db/database.ts';
import type { Upgrade } from './db/migrate.ts';
import { removeOldCopies } from './db/upgrade-copy.ts';
import { requireNotMoved } from './db/moved-mark.ts';
import { requireFreePort } from './http/free-port.ts';
import { listen } from './http/listen.ts';
import { uws } from './http/uws.ts';
import { Announcer } from './lan/announce.ts';
import { askWhoStoodBy } from './move/successor-question.ts';
import type { Whereabouts } from './move/standing.ts';
import { EventPublisher } from './ws/event-publisher.ts';
import { StartupError } from './startup-error.ts';
import { composeServices } from './features.ts';
import type { Foundation, Services } from './features.ts';
import { layFoundation } from './foundation.ts';
import type { FoundationOptions } from './foundation.ts';
import { LocalAdminService } from './local-admin/local-admin.service.ts';
import { requireTlsFiles } from './http/tls.ts';
import { serveTransports } from './transports.ts';
import type { TransportOptions } from './transports.ts';

export interface ServerOptions extends TransportOptions, FoundationOptions {
  /** Given once the data folder is ours; answers the database key, 32 bytes. */
  unlock(databaseFile: string): Uint8Array | Promise<Uint8Array>;
  /** Told once, when the server has moved to another computer; this one then only says where. */
  onMoved?: (whereabouts: Whereabouts) => void;
  /** Over mDNS, to those whose network it listens on; not unless asked for. */
  announce?: boolean;
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:8000`. */
  url: string;
  port: number;
  identity: Identity;
  /** For whoever is at this computer; nothing of it is reached from the network. */
  localAdmin: LocalAdminService;
  /** Resolves once the database has answered and taken a write. */
  probe(): Promise<void>;
  /** Resolves once what is noted in the background of earlier requests is written and told. */
  settled(): Promise<void>;
  /** Finishes what was accepted, tells the sockets, and closes the database; again is the same end. */
  close(reason?: ClosingReason): Promise<void>;
}

const upgradeCopiesCheckMs = 3_600_000;

/**
 * Starts a server.
 * @throws StartupError, with nothing changed: a Node that does not fit, a taken port, a certificate
 * without its key, an unwritable or used folder, a wrong key, a damaged database or one from a newer version.
 */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  uws();
  if (options.tls !== undefined) requireTlsFiles(options.tls);
  await requireFreePort(options.host, options.port);
  const folder = takeDataFolder(options.dataFolder);
  try {
    requireNotMoved(options.dataFolder);
    const { databaseFile } = folder;
    const key = await options.unlock(databaseFile);
    const onUpgrade = (schema: Upgrade) => {
      options.logger.warn(
        { schema },
        'the database is brought up to date; a copy as it was is kept',
      );
    };
    const database = await Database.open({ file: databaseFile, key, onUpgrade });
    try {
      return await serve(options, database, folder, key);
    } catch (cause) {
      const explained = await explainDamage(cause, database, databaseFile);
      await database.close();
      throw explained;
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
  key: Uint8Array,
): Promise<RunningServer> {
  const base = await layFoundation(options, database, folder, key);
  await requireStillHere(base);
  const services = composeServices(base);
  wireEvents(base, services);
  const transports = serveTransports(options, base, services);
  await begin(services, base);
  const listening = await listen(transports.app, options.host, options.port);
  base.port = listening.port;
  base.damageWatch.start();
  const upgradeCopies = sweepUpgradeCopies(options.dataFolder);
  const announcer = options.announce === true ? announceOn(options.host, base) : null;
  base.standing.onMoved((whereabouts) => {
    leave(services, announcer);
    options.onMoved?.(whereabouts);
  });
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${urlHost(options.host)}:${String(listening.port)}`,
    port: listening.port,
    identity: base.identity,
    localAdmin: new LocalAdminService(services),
    probe: () => requireHealthy(base, services),
    settled: async () => {
      await services.receipts.settled();
      await services.presence.settled();
    },
    close: once(async (reason) => {
      listening.stop();
      clearInterval(upgradeCopies);
      await announcer?.close();
      await services.move.stop();
      database.refuseHeld();
      await transports.close(reason);
      await settle(services);
      await base.damageWatch.stop();
      await database.close();
      folder.release();
    }),
  };
}

/** What features do before anybody is let in. */
async function begin(services: Services, { repositories }: Foundation): Promise<void> {
  await services.sessions.load(repositories.accounts);
  await services.bots.load();
  await services.silentGuests.start();
  await services.selfDestruct.start();
  await services.attachments.sweeper.start();
  await services.searchIndexer.start();
  services.backups.start();
  services.retentionWorker.start();
  services.move.start();
  await services.webhooks.deliveries.start();
}

/** Who stood by for it may have taken over while this computer was off. @throws StartupError */
async function requireStillHere(base: Foundation): Promise<void> {
  await askWhoStoodBy(base.standing, base);
  requireNotMoved(base.dataFolder);
}

/** Of a server that has moved nothing is expected but to say where. */
async function requireHealthy({ standing }: Foundation, { admin }: Services): Promise<void> {
  if (standing.movedTo === null) await admin.requireHealthy();
}

function leave({ backups, webhooks }: Services, announcer: Announcer | null): void {
  void announcer?.close();
  void backups.stop();
  // The other computer delivers from now on.
  void webhooks.deliveries.stop();
}

/** Copies from before an upgrade hold what is erased meanwhile, and go in time. */
function sweepUpgradeCopies(dataFolder: string): NodeJS.Timeout {
  removeOldCopies(dataFolder, Date.now());
  return setInterval(() => {
    removeOldCopies(dataFolder, Date.now());
  }, upgradeCopiesCheckMs).unref();
}

/** What keeps a server from starting is told by name, and what to do about it. */
async function explainDamage(cause: unknown, database: Database, file: string): Promise<unknown> {
  if (!(cause instanceof AppError) || cause.code !== 'DATABASE_DAMAGED') return cause;
  const damage = { tables: await database.damagedTables(), pages: [] };
  return new StartupError(damagedSentence(file, damage), { cause });
}

/** uWS ends the process when a listening socket is closed a second time. */
function once(
  end: (reason?: ClosingReason) => Promise<void>,
): (reason?: ClosingReason) => Promise<void> {
  let ended: Promise<void> | undefined;
  return (reason) => (ended ??= end(reason));
}

/** After these there may be files that nobody has any more. */
const endsFiles: ReadonlySet<string> = new Set<ReplayableEvent['type']>([
  'message_destroyed',
  'message_deleted',
  'messages_expired',
  'user_updated',
  'conversation_updated',
]);

/** Committed events go to the sockets; what the sockets show goes to presence and receipts. */
function wireEvents(
  base: Foundation,
  { presence, receipts, searchIndexer, attachments, webhooks }: Services,
): void {
  const { database, directory, hub, logger } = base;
  const publisher = new EventPublisher(hub, directory, logger);
  database.onCommitted = (events) => {
    publisher.accept(events);
    if (events.some(({ event }) => event.type === 'new_message')) searchIndexer.wake();
  };
  publisher.onPublished((event, audience) => {
    receipts.observe(event, audience);
    webhooks.deliveries.observe(audience);
    if (endsFiles.has(event.type)) attachments.sweeper.wake();
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

function announceOn(host: string, { name, port, identity, logger }: Foundation): Announcer {
  const { publicKey, fingerprint } = identity;
  return new Announcer({ host, name, port, publicKey, fingerprint, logger });
}

/** Waits for what features still write in the background. */
async function settle(services: Services): Promise<void> {
  const { backups, selfDestruct, searchIndexer, typing, receipts, presence, attachments } =
    services;
  await services.silentGuests.stop();
  await services.webhooks.deliveries.stop();
  await backups.stop();
  await services.retentionWorker.stop();
  selfDestruct.stop();
  await searchIndexer.stop();
  typing.close();
  await attachments.settled();
  await receipts.settled();
  await presence.settled();
}

/** An address that a client on this computer can use. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
