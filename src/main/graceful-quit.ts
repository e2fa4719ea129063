import { app } from 'electron';
import type { Log } from './logging/log.ts';

/** Longer than the server may take to end; after that the app ends without it. */
const deadlineMs = 15_000;

/** Lets `shutDown` run once, to its end or the deadline, between the last window and the end. */
export function quitGracefully(shutDown: () => Promise<void>, log: Log): void {
  let hasBegun = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (hasBegun) return;
    hasBegun = true;
    const deadline = setTimeout(() => {
      log.error('The app ended before everything was put away');
      finish();
    }, deadlineMs);
    const finish = () => {
      clearTimeout(deadline);
      // Electron ignores what is asked of it while it still hands out this very event.
      setImmediate(() => {
        app.exit(0);
      });
    };
    shutDown()
      .catch((error: unknown) => {
        log.error('Not everything could be put away', error);
      })
      .finally(finish);
  });
}
