import { app } from 'electron';

/** Given to an app that the system starts: it opens no window then. */
export const hiddenFlag = '--hidden';

/** Whether the app was started by the system and not by a person. */
export function wasStartedAtLogin(programArguments: readonly string[]): boolean {
  const byMacOs = process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
  return byMacOs || programArguments.includes(hiddenFlag);
}
