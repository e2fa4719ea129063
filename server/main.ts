import { pino } from 'pino';
import type { ClosingReason } from '#protocol/connection.ts';
import { createServer } from './app.ts';
import type { RunningServer } from './app.ts';
import { readArguments, usage } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { isBackupCommand, runBackupCommand } from './backup/backup-commands.ts';
import { damagedSentence } from './db/damage.ts';
import { isKeyCommand, runKeyCommand } from './keys/key-commands.ts';
import { unlockWith } from './keys/key-source.ts';
import { keyFromStandardInput } from './standard-input-key.ts';
import { StartupError } from './startup-error.ts';

/** The command line: reads options, unlocks, starts, and stops on signals. */
async function main(): Promise<void> {
  // What the server writes is for its owner's eyes only.
  process.umask(0o077);
  const [command = '', ...rest] = process.argv.slice(2);
  if (isKeyCommand(command)) {
    await runKeyCommand(command, rest);
    return;
  }
  if (isBackupCommand(command)) {
    await runBackupCommand(command, rest);
    return;
  }
  const options = readArguments(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  const { keySource } = options;
  const standardInput =
    keySource.from === 'standard-input' ? await keyFromStandardInput(process.stdin) : null;
  const server = await createServer({
    port: options.port,
    host: options.host,
    dataFolder: options.data,
    unlock: (databaseFile) =>
      standardInput?.key ?? unlockWith(keySource, options.data, databaseFile),
    name: options.name,
    registration: options.registration,
    announce: options.announce,
    logger: pino({ level: options.logLevel }, pino.destination({ dest: 2, sync: true })),
    allowedOrigins: options.corsOrigins,
    allowedHosts: options.allowedHosts,
    plainApi: options.plainApi,
    storageLimits: options.storageLimits,
    onDamage: (damage) => {
      if (options.json)
        process.stdout.write(`${JSON.stringify({ event: 'damaged', ...damage })}\n`);
      else process.stderr.write(`${damagedSentence(options.data, damage)}\n`);
    },
    ...(options.tls && { tls: options.tls }),
    allowances: { send: options.sendAllowance },
  });
  // Before it says that it listens: who has read that may end it at once.
  stopOnSignals(server);
  announce(server, options);
  void standardInput?.ended.then((reason) => stop(server, reason));
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

function stopOnSignals(server: RunningServer): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Each may come more than once: from a terminal, and again from npm's end.
    process.on(signal, () => void stop(server));
  }
}

let stopping = false;

async function stop(server: RunningServer, reason?: ClosingReason): Promise<void> {
  if (stopping) return;
  stopping = true;
  await server.close(reason);
  process.exit(0);
}

main().catch((cause: unknown) => {
  const sentence = cause instanceof StartupError ? cause.message : String(cause);
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
});
