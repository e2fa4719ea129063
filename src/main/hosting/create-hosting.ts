import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { HostingState } from '#ipc/hosting.ts';
import { watchNetwork } from '../lan/network-interfaces.ts';
import type { Log } from '../logging/log.ts';
import { obtainDatabaseKey } from '../secrets/database-key.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { SettingsFile } from '../settings-file.ts';
import { HostingController } from './hosting-controller.ts';
import { installedServer } from './installed-server.ts';
import { listReachableAddresses } from './lan-addresses.ts';
import { serverArguments, serverEnvironment } from './server-command.ts';
import type { ServerOptions } from './server-command.ts';
import { launchServer } from './server-process.ts';
import type { RunningServer } from './server-process.ts';

interface HostingOptions {
  settings: SettingsFile;
  secrets: SecretStore;
  dataFolder: string;
  serverLog: Log;
  log: Log;
  onChanged: (state: HostingState) => void;
}

/** Hosting with the real processes, clock and network of this computer. */
export function createHosting(options: HostingOptions): HostingController {
  const controller = new HostingController({
    settings: options.settings,
    launch: (serverOptions) => launch(options, serverOptions),
    addressesOf: (port) => listReachableAddresses(networkInterfaces(), port),
    onChanged: options.onChanged,
    log: options.log,
    now: Date.now,
    pause: (durationMs) => pause(durationMs),
  });
  // The addresses are read whenever the state is asked for.
  watchNetwork(() => {
    if (controller.state.status === 'running') options.onChanged(controller.state);
  });
  return controller;
}

async function launch(
  { secrets, dataFolder, serverLog }: HostingOptions,
  serverOptions: Omit<ServerOptions, 'dataFolder'>,
): Promise<RunningServer> {
  const program = installedServer();
  // As the server calls it in its data folder.
  const databaseExists = () => existsSync(path.join(dataFolder, 'future-talk.db'));
  return launchServer({
    node: program.node,
    arguments: serverArguments(program.entry, { ...serverOptions, dataFolder }),
    environment: serverEnvironment(process.env),
    databaseKey: await obtainDatabaseKey({ secrets, databaseExists }),
    log: serverLog,
  });
}
