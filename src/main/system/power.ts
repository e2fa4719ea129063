import { app, powerMonitor } from 'electron';
import type { Log } from '../logging/log.ts';

interface PowerOptions {
  /** The computer woke up, or somebody came back to it: what was connected may be no longer. */
  onAwake: () => void;
  /** Nobody sees the window while the screen is locked. */
  onLocked: (locked: boolean) => void;
  log: Log;
}

/** Follows the computer's sleep, its lock screen and its end. */
export function watchPower({ onAwake, onLocked, log }: PowerOptions): void {
  powerMonitor.on('suspend', () => {
    log.info('The computer goes to sleep');
  });
  powerMonitor.on('resume', () => {
    log.info('The computer is awake again');
    onAwake();
  });
  powerMonitor.on('lock-screen', () => {
    onLocked(true);
  });
  powerMonitor.on('unlock-screen', () => {
    onLocked(false);
    onAwake();
  });
  powerMonitor.on('shutdown', () => {
    // The server has a moment to tell everybody; the system does not wait for long.
    app.quit();
  });
}
