import { vi } from 'vitest';

/** Long enough for a machine that is busy with other things; nobody waits for it in vain but once. */
const patienceMs = 30_000;

/** Answers once an assertion holds, for what nobody tells of: what is in files, or on a screen. */
export function eventually(assertion: () => void | Promise<void>, intervalMs = 50): Promise<void> {
  return vi.waitFor(assertion, { timeout: patienceMs, interval: intervalMs });
}
