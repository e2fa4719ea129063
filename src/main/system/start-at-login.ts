import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import { writeFileAtomically } from '../storage/atomic-file.ts';
import { autostartEntry } from './autostart-entry.ts';
import type { CommandLine } from './autostart-entry.ts';
import { hiddenFlag } from './hidden-flag.ts';
import { ownAppImage } from './own-app-image.ts';

/** From then on the system starts the app at login, or no longer. */
export async function setStartAtLogin(wanted: boolean): Promise<void> {
  if (process.platform !== 'linux') {
    const [program, ...rest] = ownCommand();
    app.setLoginItemSettings({ openAtLogin: wanted, path: program, args: rest });
    return;
  }
  const file = autostartFile(process.env);
  if (wanted) await writeFileAtomically(file, autostartEntry(ownCommand()));
  else await rm(file, { force: true });
}

function autostartFile(environment: NodeJS.ProcessEnv): string {
  const configured = environment.XDG_CONFIG_HOME ?? '';
  const folder = path.isAbsolute(configured) ? configured : path.join(homedir(), '.config');
  return path.join(folder, 'autostart', 'future-talk.desktop');
}

/**
 * What starts this app: an AppImage and Windows' portable program are laid out elsewhere each time, and are
 * themselves what to start.
 */
function ownCommand(): CommandLine {
  const { PORTABLE_EXECUTABLE_FILE } = process.env;
  const image = ownAppImage(process.env, process.execPath);
  const program = image ?? PORTABLE_EXECUTABLE_FILE ?? process.execPath;
  const script = app.isPackaged ? [] : [app.getAppPath()];
  return [program, ...script, hiddenFlag];
}
