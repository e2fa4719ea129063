import type { LanServer } from '#ipc/lan.ts';
import { call, CallError } from '../../lib/bridge.ts';
import { attempt } from '../../lib/report-error.ts';

/**
 * Joins at the first of a server's addresses that can be reached, where it must show the key that
 * it announced. Throws CallError.
 */
export async function joinNearby({ addresses, port, publicKey }: LanServer): Promise<void> {
  for (const [index, host] of addresses.entries()) {
    const failure = await failureOf(() =>
      call('joinServer', { address: `${host}:${port}`, public_key: publicKey }),
    );
    if (failure === null) return;
    if (!isUnreachable(failure) || index === addresses.length - 1) throw failure;
  }
}

async function failureOf(work: () => Promise<unknown>): Promise<Error | null> {
  const failures: Error[] = [];
  await attempt(work, (error) => failures.push(error as Error));
  return failures[0] ?? null;
}

function isUnreachable(failure: Error): boolean {
  return failure instanceof CallError && failure.failure.code === 'UNREACHABLE';
}
