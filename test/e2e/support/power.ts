import type { Desktop } from './desktop.ts';

type PowerEvent = 'lock-screen' | 'unlock-screen';

/** What the operating system would say; there is none of its kind in the tests. */
export async function emitPower(desktop: Desktop, event: PowerEvent): Promise<void> {
  await desktop.app.evaluate(({ powerMonitor }, name) => {
    powerMonitor.emit(name);
  }, event);
}

/** A pause that is long enough to tell an attempt in it from one after it. */
export const leastPauseMs = 200;

interface Attempt {
  /** When it would have been due, and when it was made: milliseconds since 1970. */
  dueAt: number;
  madeAt: number;
}

/**
 * Has the computer wake up as soon as the app waits before it connects again; answers what main then
 * told the page, once it did.
 */
export async function wakeInNextPause(
  desktop: Desktop,
): Promise<() => Promise<Attempt | undefined>> {
  await desktop.app.evaluate(({ BrowserWindow, powerMonitor }, leastMs) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('there is no window');
    const send = contents.send.bind(contents);
    let dueAt: number | null = null;
    contents.send = (channel: string, ...told: unknown[]) => {
      send(channel, ...told);
      const [name, state] = told as [string, { connection?: { status: string; retryAt?: number } }];
      if (name !== 'appStateChanged') return;
      const { status, retryAt = 0 } = state.connection ?? { status: '' };
      if (status === 'waiting' && dueAt === null && retryAt - Date.now() > leastMs) {
        dueAt = retryAt;
        powerMonitor.emit('resume');
      } else if (status === 'connecting' && dueAt !== null) {
        Object.assign(globalThis, { attempt: { dueAt, madeAt: Date.now() } });
        contents.send = send;
      }
    };
  }, leastPauseMs);
  return () => desktop.app.evaluate(() => (globalThis as { attempt?: Attempt }).attempt);
}
