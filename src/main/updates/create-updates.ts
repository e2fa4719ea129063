import { execFile, spawn } from 'node:child_process';
import { app, shell } from 'electron';
import type { UpdateState } from '#ipc/updates.ts';
import { runInstalledCommand } from '../hosting/run-installed-command.ts';
import type { Log } from '../logging/log.ts';
import { readFileIfPresent } from '../storage/atomic-file.ts';
import { ownAppImage } from '../system/own-app-image.ts';
import { argumentsAnew, replaceAppImage, startOnceEnded } from './app-image.ts';
import { HostedReleases } from './hosted-releases.ts';
import type { Installation } from './release-signature.ts';
import { UpdateController } from './update-controller.ts';

interface Places {
  updateFolder: string;
  /** The hosted server's. */
  serverDataFolder: string;
  /** In the package; in development the environment may name another one. */
  releaseKeyFile: string;
}

interface Listeners {
  onChanged: (state: UpdateState) => void;
  /** Of a version that is being added on the host, from 0 to 1. */
  onProgress: (progress: { done: number }) => void;
}

export interface Updates {
  updates: UpdateController;
  hostedReleases: HostedReleases;
}

/** Updates of the app that runs, as it was installed, and those that its server hands on. */
export async function createUpdates(
  { updateFolder, serverDataFolder, releaseKeyFile }: Places,
  { onChanged, onProgress }: Listeners,
  log: Log,
): Promise<Updates> {
  const releaseKey = (await readFileIfPresent(releaseKeyFile))?.toString('utf8') ?? null;
  const installation = await ownInstallation();
  const updates = new UpdateController({
    releaseKey,
    version: app.getVersion(),
    installation,
    folder: updateFolder,
    install: (file) => install(file, installation),
    onChanged,
    log,
  });
  const hostedReleases = new HostedReleases({
    releaseKey,
    dataFolder: serverDataFolder,
    run: runInstalledCommand,
    onProgress,
  });
  return { updates, hostedReleases };
}

async function ownInstallation(): Promise<Installation> {
  const platform = process.platform as Installation['platform'];
  return { platform, arch: process.arch as Installation['arch'], kind: await ownKind() };
}

async function ownKind(): Promise<Installation['kind']> {
  // A portable program on Windows has no installer: it finds no file of its kind.
  if (process.env.PORTABLE_EXECUTABLE_FILE !== undefined) return 'tar.gz';
  if (process.platform === 'win32') return 'nsis';
  if (process.platform === 'darwin') return 'dmg';
  if (ownAppImage(process.env, process.execPath) !== null) return 'AppImage';
  if (await succeeds('dpkg-query', ['--search', app.getPath('exe')])) return 'deb';
  if (await succeeds('rpm', ['--query', '--file', app.getPath('exe')])) return 'rpm';
  return 'tar.gz';
}

/** Whether a package manager knows the program; false where there is no such manager. */
function succeeds(command: string, commandArguments: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(command, commandArguments, (error) => {
      resolve(error === null);
    });
  });
}

/** An installer of the system's asks the person for the rights that it needs. */
async function install(file: string, { kind }: Installation): Promise<void> {
  const image = ownAppImage(process.env, process.execPath);
  if (kind === 'AppImage' && image !== null) {
    await replaceAppImage(image, file);
    startOnceEnded(image, argumentsAnew(process.argv.slice(1)));
    app.quit();
  } else if (kind === 'nsis') {
    spawn(file, ['--updated'], { detached: true, stdio: 'ignore' }).unref();
    app.quit();
  } else if (kind === 'tar.gz') {
    shell.showItemInFolder(file);
  } else {
    const problem = await shell.openPath(file);
    if (problem !== '') shell.showItemInFolder(file);
  }
}
