import type { Log } from '../main/logging/log.ts';

/** A page has no other place for a log; it ends with the tab. */
export const consoleLog: Log = {
  info: () => undefined,
  warn: (...words) => {
    console.warn(...words);
  },
  error: (...words) => {
    console.error(...words);
  },
};
