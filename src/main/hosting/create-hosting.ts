import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { HostingState } from '#ipc/hosting.ts';
import { watchNetwork } from '../lan/network-interfaces.ts';
import type { Log } from '../logging/log.ts';
import { obtainDatabaseKey } from '../secrets/database-key.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { HostingChoice } from '../settings.ts';
import type { SettingsFile } from '../settings-file.ts';
import { arrivedFileOf } from './arriving-folder.ts';
import { freePort } from './free-port.ts';
import { HostingController } from './hosting-controller.ts';
import { installedServer } from './installed-server.ts';
import { listReachableAddresses } from './lan-addresses.ts';
import { serverArguments, serverEnvironment, takeOverArguments } from './server-command.ts';
import type { ServerOptions, TakeOverSource } from './server-command.ts';
import { launchServer } from './server-process.ts';
import { serviceCommand } from './service/service-command.ts';
import { serverService } from './service/service-files.ts';
import { serviceManager } from './service/service-manager.ts';
import { launchService, removeService } from './service/service-server.ts';
import type { RunningServer, TakeOverProgress } from './server-process.ts';

interface HostingOptions {
  settings: SettingsFile;
  secrets: SecretStore;
  dataFolder: string;
  /** Where a server that the operating system runs says what happens. */
  serviceLogFile: string;
  serverLog: Log;
  log: Log;
  onChanged: (state: HostingState) => void;
}

/** Hosting with the real processes, clock and network of this computer. */
export function createHosting(options: HostingOptions): HostingController {
  const controller = new HostingController({
    settings: options.settings,
    launch: (serverOptions, service) =>
      service === null
        ? launch(options, serverOptions)
        : launchByService(options, serverOptions, service),
    takeOver: (source, port, onProgress) => launchTakeOver(options, { source, port }, onProgress),
    isTakeOverUnconfirmed: () => existsSync(arrivedFileOf(options.dataFolder)),
    freePort,
    removeService: () =>
      removeService(serviceManager(serverService, process.env), options.dataFolder),
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
  return launchServer({
    node: program.node,
    arguments: serverArguments(program.entry, { ...serverOptions, dataFolder }),
    environment: serverEnvironment(process.env),
    databaseKey: await databaseKeyOf(secrets, dataFolder),
    log: serverLog,
  });
}

async function launchTakeOver(
  { secrets, dataFolder, serverLog }: HostingOptions,
  { source, port }: { source: TakeOverSource; port: number },
  onProgress: (at: TakeOverProgress) => void,
): Promise<RunningServer> {
  const program = installedServer();
  return launchServer({
    node: program.node,
    arguments: takeOverArguments(program.entry, { port, dataFolder }, source),
    environment: serverEnvironment(process.env),
    databaseKey: await databaseKeyOf(secrets, dataFolder),
    log: serverLog,
    takeOver: { link: source.from === 'link' ? source.link : '', onProgress },
  });
}

async function launchByService(
  { secrets, dataFolder, serviceLogFile }: HostingOptions,
  serverOptions: Omit<ServerOptions, 'dataFolder'>,
  { identity }: NonNullable<HostingChoice['service']>,
): Promise<RunningServer> {
  const options = { ...serverOptions, dataFolder };
  return launchService({
    manager: serviceManager(serverService, process.env),
    command: serviceCommand(installedServer(), options, serviceLogFile),
    dataFolder,
    databaseKey: await databaseKeyOf(secrets, dataFolder),
    port: options.port,
    identity,
  });
}

export function databaseKeyOf(secrets: SecretStore, dataFolder: string): Promise<string> {
  // As the server calls it in its data folder.
  const databaseExists = () => existsSync(path.join(dataFolder, 'future-talk.db'));
  return obtainDatabaseKey({ secrets, databaseExists });
}
