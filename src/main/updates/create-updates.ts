import { execFile, spawn } from 'node:child_process';
import { chmod, copyFile, rename } from 'node:fs/promises';
import { app, shell } from 'electron';
import type { UpdateState } from '#ipc/updates.ts';
import type { Log } from '../logging/log.ts';
import { readFileIfPresent } from '../storage/atomic-file.ts';
import type { Installation } from './release-signature.ts';
import { UpdateController } from './update-controller.ts';

interface Places {
  updateFolder: string;
  /** In the package; in development the environment may name another one. */
  releaseKeyFile: string;
}

/** Updates of the app that runs, as it was installed. */
export async function createUpdates(
  { updateFolder, releaseKeyFile }: Places,
  onChanged: (state: UpdateState) => void,
  log: Log,
): Promise<UpdateController> {
  const releaseKey = await readFileIfPresent(releaseKeyFile);
  const installation = await ownInstallation();
  return new UpdateController({
    releaseKey: releaseKey?.toString('utf8') ?? null,
    version: app.getVersion(),
    installation,
    folder: updateFolder,
    install: (file) => install(file, installation),
    onChanged,
    log,
  });
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
  if (process.env.APPIMAGE !== undefined) return 'AppImage';
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
  const image = process.env.APPIMAGE;
  if (kind === 'AppImage' && image !== undefined) {
    // Beside it first: the one that runs is whole until the new one has its name.
    await copyFile(file, `${image}.new`);
    await chmod(`${image}.new`, 0o755);
    await rename(`${image}.new`, image);
    app.relaunch({ execPath: image });
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
