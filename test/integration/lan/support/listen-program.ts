import { LanBrowser } from '../../../../src/main/lan/browse.ts';

/** Run in a network namespace: writes what it hears, a line of JSON for each change. */
const write = (browsing: unknown) => {
  process.stdout.write(`${JSON.stringify(browsing)}\n`);
};
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const pausesMs = JSON.parse(process.argv[2] ?? 'null') as number[] | null;
const browser = new LanBrowser(write, log, pausesMs ?? undefined);
write(browser.browsing);
