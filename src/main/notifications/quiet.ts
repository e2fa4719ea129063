import type { SystemChoices } from '#ipc/system.ts';

/** Whether the person wants to hear of nothing now. */
export function isQuiet(quiet: SystemChoices['quiet'], nowMs: number): boolean {
  return quiet === 'ended' || (quiet !== null && nowMs < quiet);
}
