import { LanBrowser } from '../../../../src/main/lan/browse.ts';

/** Run in a network namespace: writes what it hears, a line of JSON for each change. */
const write = (browsing: unknown) => {
  process.stdout.write(`${JSON.stringify(browsing)}\n`);
};
const log = {
  info: () => undefined,
  warn: (text: string, error: unknown) => {
    process.stderr.write(`${text}: ${String(error)}\n`);
  },
  error: () => undefined,
};
/** As the app asks, and then oftener, so that silence is noticed sooner. */
const pausesMs = [1_000, 1_000];
const browser = new LanBrowser(write, log, pausesMs);
write(browser.browsing);
