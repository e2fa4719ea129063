import path from 'node:path';
import electronLog from 'electron-log/main';
import type { Log } from './log.ts';

/** A log of the app's in `folder`, cut at 1 MiB with the one before kept; warnings also on the terminal. */
export function openLog(folder: string, name: 'main' | 'server'): Log {
  const log = electronLog.create({ logId: name });
  log.transports.file.resolvePathFn = () => path.join(folder, `${name}.log`);
  log.transports.file.level = 'info';
  log.transports.console.level = name === 'main' ? 'warn' : false;
  return log;
}

/** Failures that nobody waited for: a defect each, told in the log and not on the screen. */
export function logStrayFailures(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    log.error('A failure that nobody waited for', reason);
  });
}
