import { chmodSync, copyFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ensurePackagingPrograms, ensureWindowsPrograms } from '../../linux-prerequisites.mjs';
import { projectRoot } from '../../project.mjs';
import { commandPath } from '../../run-command.mjs';
import { runInWindows, windowsEnvironment, windowsPath } from '../wine.mjs';
import { run } from './run.mjs';

const here = import.meta.dirname;

/**
 * Gives electron-builder this Linux's own dpkg-deb, rpmbuild, mksquashfs and 7za, where it would download fpm, 7-Zip and
 * the AppImage project's tools. What is packed, and every name and text in it, is electron-builder's as ever. The start
 * of the AppImage is ours, which is for tests only.
 * @param {string} folder is made, for the AppImage's tools
 * @param {NodeJS.ProcessEnv} environment is added to
 */
export async function useSystemTools(folder, environment) {
  await ensurePackagingPrograms();
  environment.CUSTOM_FPM_PATH = path.join(here, 'fpm.mjs');
  useSevenZip(environment);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'runtimes'), { recursive: true });
  for (const program of ['mksquashfs', 'desktop-file-validate']) {
    symlinkSync(commandPath(program), path.join(folder, program));
  }
  const runtime = path.join(folder, 'runtimes', `runtime-${process.arch}`);
  copyFileSync(path.join(here, 'appimage-runtime.sh'), runtime);
  chmodSync(runtime, 0o755);
  // Libraries that it would bring for systems that lack them: this one has them.
  mkdirSync(path.join(folder, 'lib', process.arch), { recursive: true });
  environment.APPIMAGE_TOOLS_PATH = folder;
}

/**
 * The same for Windows: Debian's NSIS and Wine. The plugins that electron-builder's script calls are a small program of
 * ours, and 7-Zip for Windows is the one that npm brings with electron-builder.
 * @param {string} folder is made
 * @param {NodeJS.ProcessEnv} environment is added to
 */
export async function useSystemToolsForWindows(folder, environment) {
  await ensurePackagingPrograms();
  await ensureWindowsPrograms();
  useSevenZip(environment);
  rmSync(folder, { recursive: true, force: true });
  const plugins = path.join(folder, 'plugins/x86-unicode');
  mkdirSync(plugins, { recursive: true });
  symlinkSync(path.join(here, 'makensis.sh'), path.join(folder, 'makensis'));
  const sevenZip = path.join(projectRoot, 'node_modules/electron-winstaller/vendor/7z-x64');
  for (const end of ['exe', 'dll'])
    copyFileSync(`${sevenZip}.${end}`, path.join(folder, `7z.${end}`));
  const [first = '', ...others] = ['StdUtils', 'UAC', 'WinShell', 'nsis7z'].map((name) =>
    path.join(plugins, `${name}.dll`),
  );
  const program = windowsPath(path.join(folder, '7z.exe')).replaceAll('\\', '\\\\');
  const source = path.join(here, 'nsis-plugins.c');
  const options = ['-shared', '-Os', '-s', '-Wall', '-Werror', `-DSEVEN_ZIP=L"${program}"`];
  run('x86_64-w64-mingw32-gcc', [...options, '-o', first, source, '-lshell32']);
  for (const other of others) copyFileSync(first, other);
  environment.ELECTRON_BUILDER_NSIS_DIR = folder;
  environment.ELECTRON_BUILDER_NSIS_RESOURCES_DIR = folder;
  // The installer writes its uninstaller when it is run: electron-builder does that in this Windows.
  runInWindows(folder, ['wineboot', '--init']);
  environment.WINEPREFIX = windowsEnvironment(folder).WINEPREFIX;
}

/** @param {NodeJS.ProcessEnv} environment is added to */
function useSevenZip(environment) {
  environment.ELECTRON_BUILDER_7ZIP_PATH = commandPath('7za');
  // Its best takes minutes, and nobody downloads these.
  environment.ELECTRON_BUILDER_COMPRESSION_LEVEL ??= '1';
}
