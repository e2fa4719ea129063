import { app } from 'electron';
import { hiddenFlag } from './hidden-flag.ts';

/** Whether the app was started by the system and not by a person. */
export function wasStartedAtLogin(programArguments: readonly string[]): boolean {
  const byMacOs = process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
  return byMacOs || programArguments.includes(hiddenFlag);
}
