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
