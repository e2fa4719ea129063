import type { LanServer } from '#ipc/lan.ts';
import { call, CallError } from '../../lib/bridge.ts';
import { attempt } from '../../lib/report-error.ts';

/** Joins at the first of a server's addresses that can be reached. Throws CallError. */
export async function joinNearby({ addresses, port }: LanServer): Promise<void> {
  let failure: unknown = null;
  for (const address of addresses) {
    failure = null;
    await attempt(
      () => call('joinServer', { address: `${address}:${port}` }),
      (error) => (failure = error),
    );
    if (!isUnreachable(failure)) break;
  }
  if (failure !== null) throw failure;
}

function isUnreachable(failure: unknown): boolean {
  return failure instanceof CallError && failure.failure.code === 'UNREACHABLE';
}
