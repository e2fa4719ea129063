import { vi } from 'vitest';

interface Waiting {
  intervalMs?: number;
  /** Tells a hang from a wait: far longer than it takes a machine that is busy with other things. */
  patienceMs?: number;
}

/** Answers once an assertion holds, for what nobody tells of: what stands in files, or on a page. */
export function eventually(
  assertion: () => void | Promise<void>,
  { intervalMs = 50, patienceMs = 25_000 }: Waiting = {},
): Promise<void> {
  // eslint-disable-next-line no-restricted-properties -- this is what gives it its patience
  return vi.waitFor(assertion, { timeout: patienceMs, interval: intervalMs });
}
