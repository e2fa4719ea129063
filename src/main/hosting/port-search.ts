import { ServerLaunchError } from './server-process.ts';

export const preferredPort = 8000;
const portsTried = 21;
/** A server of this app that is still ending gives port and folder back within moments. */
const triesMax = 10;
const pauseBetweenTriesMs = 300;

export interface PortWish {
  port: number;
  /** Known from before or named by the person: worth waiting for. */
  insist: boolean;
  /** Where it stays taken: fail rather than use another. */
  noOther: boolean;
}

/**
 * Launches at the wished port or, when it is taken, at the next free one. Throws ServerLaunchError
 * when none is free or something else is wrong.
 */
export async function launchOnFreePort<T>(
  wish: PortWish,
  launchAt: (port: number) => Promise<T>,
  pause: (durationMs: number) => Promise<void>,
): Promise<{ port: number; server: T }> {
  let failure: unknown;
  for (const port of portsFor(wish)) {
    for (let tries = 1; ; tries += 1) {
      try {
        return { port, server: await launchAt(port) };
      } catch (error) {
        failure = error;
      }
      const patient =
        tries < triesMax && isWorthWaiting(failure, wish.insist && port === wish.port);
      if (!patient) break;
      await pause(pauseBetweenTriesMs);
    }
    if (!(failure instanceof ServerLaunchError && failure.portInUse)) break;
  }
  throw failure;
}

function isWorthWaiting(failure: unknown, insist: boolean): boolean {
  if (!(failure instanceof ServerLaunchError)) return false;
  return failure.dataFolderInUse || (failure.portInUse && insist);
}

function portsFor(wish: PortWish): number[] {
  if (wish.noOther) return [wish.port];
  const others = Array.from({ length: portsTried }, (_, offset) => preferredPort + offset);
  return [wish.port, ...others.filter((port) => port !== wish.port)];
}
