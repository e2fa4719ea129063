import type { LanServer } from '#ipc/lan.ts';
import type { JoinOutcome } from '#ipc/trust.ts';
import { call, CallError } from '../../lib/bridge.ts';
import { attempt } from '../../lib/report-error.ts';

/**
 * Joins at the first of a server's addresses that can be reached, where it must show the key that
 * it announced. Throws CallError.
 */
export async function joinNearby({ addresses, port, publicKey }: LanServer): Promise<JoinOutcome> {
  for (const host of addresses.slice(0, -1)) {
    const answer = await answerAt(`${host}:${port}`, publicKey);
    if (answer !== null) return answer;
  }
  return call('joinServer', { address: `${addresses.at(-1)}:${port}`, public_key: publicKey });
}

/** Null where nothing answers. */
async function answerAt(address: string, publicKey: string): Promise<JoinOutcome | null> {
  const failures: Error[] = [];
  const answer = await attempt(
    () => call('joinServer', { address, public_key: publicKey }),
    (error) => failures.push(error as Error),
  );
  const [failure] = failures;
  if (failure !== undefined && !isUnreachable(failure)) throw failure;
  return answer ?? null;
}

function isUnreachable(failure: Error): boolean {
  return failure instanceof CallError && failure.failure.code === 'UNREACHABLE';
}
