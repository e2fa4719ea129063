import { pino } from 'pino';
import type { ClosingReason } from '#protocol/connection.ts';
import type { RunningServer } from '../app.ts';
import { readArguments, serveGroups } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { damagedSentence } from '../db/damage.ts';
import { guestPageFolder } from '../guests/guest-page.ts';
import { unlockWith } from '../keys/key-source.ts';
import { LocalChannel } from '../local-admin/local-channel.ts';
import { keyFromStandardInput } from '../standard-input-key.ts';
import type { StandardInputKey } from '../standard-input-key.ts';
import type { Whereabouts } from '../move/standing.ts';
import { ServiceManager } from '../service-manager.ts';
import type { Command } from './command.ts';

export const serveCommand: Command = {
  name: 'serve',
  words: [],
  summary: 'serve, until Ctrl-C or SIGTERM',
  about: `Serves. Each option can also stand in the configuration file, by its name, and in the
    environment, as FUTURE_TALK_ and its name in capitals: FUTURE_TALK_SEND_LIMIT. A flag goes before a
    variable, that before the file. Ctrl-C or SIGTERM finishes what was accepted, tells the clients and
    exits 0.`,
  groups: serveGroups,
  run: serve,
};

async function serve(argv: readonly string[]): Promise<void> {
  await serveAs(readArguments(argv));
}

/**
 * Unlocks, starts, and stops on signals.
 * @param prepare what comes before, such as the data that is to be served, and what that changes
 */
export async function serveAs(
  given: Arguments,
  prepare?: (standardInput: StandardInputKey | null) => Promise<Partial<Arguments>>,
): Promise<void> {
  const { keySource } = given;
  // Only here: uWebSockets.js does not load on every computer on which the other commands run.
  const { createServer } = await import('../app.ts');
  const logger = pino({ level: given.logLevel }, pino.destination({ dest: 2, sync: true }));
  const standardInput =
    keySource.from === 'standard-input' ? await keyFromStandardInput(process.stdin) : null;
  const options = { ...given, ...(await prepare?.(standardInput)) };
  const server = await createServer({
    port: options.port,
    host: options.host,
    dataFolder: options.data,
    unlock: (databaseFile) =>
      standardInput?.key ?? unlockWith(keySource, options.data, databaseFile),
    name: options.name,
    registration: options.registration,
    announce: options.announce,
    logger,
    allowedOrigins: options.corsOrigins,
    allowedHosts: options.allowedHosts,
    plainApi: options.plainApi,
    ...(options.guests && { guestPage: guestPageFolder() }),
    storageLimits: options.storageLimits,
    webhooks: options.webhooks,
    onDamage: (damage) => {
      if (options.json)
        process.stdout.write(`${JSON.stringify({ event: 'damaged', ...damage })}\n`);
      else process.stderr.write(`${damagedSentence(options.data, damage)}\n`);
    },
    onMoved: (whereabouts) => {
      tellMoved(whereabouts, options);
    },
    ...(options.tls && { tls: options.tls }),
    allowances: { send: options.sendAllowance },
  });
  const { localAdmin: service } = server;
  const channel = await LocalChannel.open({ dataFolder: options.data, service, logger });
  const manager = ServiceManager.from(process.env, logger);
  const running = { server, channel, manager };
  // Before it says that it listens: who has read that may end it at once.
  stopOnSignals(running);
  announce(server, options);
  await manager?.ready(`Serving on port ${String(server.port)}`, () => server.probe());
  void standardInput?.ended.then((reason) => stop(running, reason));
}

function announce(server: RunningServer, options: Arguments): void {
  const line = options.json
    ? JSON.stringify({
        event: 'listening',
        url: server.url,
        data: options.data,
        identity: server.identity.publicKey,
      })
    : `${options.name} is ready at ${server.url} (data in ${options.data}). Press Ctrl+C to stop.`;
  process.stdout.write(`${line}\n`);
}

function tellMoved({ addresses, epoch }: Whereabouts, { json }: Arguments): void {
  const to = addresses[0] ?? 'another computer';
  const line = json
    ? JSON.stringify({ event: 'moved', addresses, epoch })
    : `The server has moved to ${to}. This computer tells clients so until it is stopped.`;
  process.stdout.write(`${line}\n`);
}

interface Running {
  server: RunningServer;
  channel: LocalChannel;
  manager: ServiceManager | null;
}

function stopOnSignals(running: Running): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Each may come more than once: from a terminal, and again from npm's end.
    process.on(signal, () => void stop(running));
  }
}

let stopping = false;

async function stop({ server, channel, manager }: Running, reason?: ClosingReason): Promise<void> {
  if (stopping) return;
  stopping = true;
  await manager?.stopping();
  await channel.close();
  await server.close(reason);
  process.exit(0);
}
