import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { StandbyState } from '#ipc/standby.ts';
import type { Log } from '../logging/log.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { SettingsFile } from '../settings-file.ts';
import { standbyNotesOf } from './arriving-folder.ts';
import { databaseKeyOf } from './create-hosting.ts';
import { freePort } from './free-port.ts';
import type { HostingController } from './hosting-controller.ts';
import { installedServer } from './installed-server.ts';
import { serverEnvironment, standbyArguments } from './server-command.ts';
import { StandbyController } from './standby-controller.ts';
import { launchStandby } from './standby-process.ts';
import type { StandbyLaunch, StandbyProcess } from './standby-process.ts';
import { standbyServiceCommand } from './service/service-command.ts';
import { standbyService } from './service/service-files.ts';
import { serviceManager } from './service/service-manager.ts';
import { launchStandbyService, removeStandbyService } from './service/standby-service.ts';

interface CreateStandbyOptions {
  settings: SettingsFile;
  secrets: SecretStore;
  /** Of the server that would be hosted here. */
  dataFolder: string;
  hosting: Pick<HostingController, 'takeOverFromStandby'>;
  /** Where one that the operating system runs says what happens. */
  serviceLogFile: string;
  serverLog: Log;
  log: Log;
  onChanged: (state: StandbyState) => void;
}

/** Standing by with the real processes, clock and network of this computer. */
export function createStandby(options: CreateStandbyOptions): StandbyController {
  const { settings, secrets, dataFolder, serviceLogFile, hosting, log, onChanged } = options;
  const manager = serviceManager(standbyService, process.env);
  return new StandbyController({
    settings,
    launch: ({ link, port }, onNews) => launch(options, { port, ends: false }, { link, onNews }),
    launchService: async ({ isNew, port }, onNews) => {
      const place = { port, dataFolder };
      const command = standbyServiceCommand(installedServer(), place, serviceLogFile);
      const databaseKey = await databaseKeyOf(secrets, dataFolder);
      const launch = { manager, command, dataFolder, databaseKey, isNew, onNews, log };
      return launchStandbyService(launch);
    },
    removeService: () => removeStandbyService(manager, dataFolder),
    isBegun: () => existsSync(standbyNotesOf(dataFolder)),
    forget: async (port) => {
      const ignored = { link: null, onNews: () => undefined };
      const { ended } = await launch(options, { port, ends: true }, ignored);
      return ended;
    },
    takeOver: (from) => hosting.takeOverFromStandby(from),
    freePort,
    onChanged,
    log,
    now: Date.now,
    pause: (durationMs) => pause(durationMs),
  });
}

async function launch(
  { secrets, dataFolder, serverLog }: CreateStandbyOptions,
  { port, ends }: { port: number; ends: boolean },
  told: Pick<StandbyLaunch, 'link' | 'onNews'>,
): Promise<StandbyProcess> {
  const { node, entry } = installedServer();
  return launchStandby({
    node,
    arguments: standbyArguments(entry, { port, dataFolder }, ends),
    environment: serverEnvironment(process.env),
    databaseKey: await databaseKeyOf(secrets, dataFolder),
    log: serverLog,
    ...told,
  });
}
