import { expect, it } from 'vitest';
import type { JoinOutcome, ServerKeyQuestion } from '#ipc/trust.ts';
import { JoinState } from '../../../src/renderer/features/trust/join.state.svelte.ts';
import { installFakeBridge, Refusal } from './support/fake-bridge.ts';

const question: ServerKeyQuestion = {
  address: '10.0.0.1:8000',
  publicKey: 'key',
  fingerprint: 'anchor 12345',
  before: null,
};
const joined = { outcome: 'joined', server: {} } as JoinOutcome;

/** Main asks about the key until it is told that the person has compared it. */
function mainThatAsks() {
  return installFakeBridge({
    joinServer: ({ is_compared }) =>
      is_compared === true ? joined : { outcome: 'unverified', question },
  });
}

it('waits for the person where the key is in question, and goes on with that key only', async () => {
  const { calls } = mainThatAsks();
  const join = new JoinState();
  expect(await join.join('office')).toBe(false);
  expect(join.question).toEqual(question);
  expect(await join.trust()).toBe(true);
  expect(join.question).toBeNull();
  expect(calls.map(({ argument }) => argument)).toEqual([
    { address: 'office' },
    { address: 'office', public_key: 'key', is_compared: true },
  ]);
});

it('goes on by the link that it came by, and by the address where it came by a list', async () => {
  const { calls } = mainThatAsks();
  const join = new JoinState();
  await join.join('futuretalk://join?…');
  await join.trust();
  await join.joinBy(() => Promise.resolve({ outcome: 'unverified', question }));
  await join.trust();
  const addresses = calls.map(({ argument }) => (argument as { address: string }).address);
  expect(addresses).toEqual(['futuretalk://join?…', 'futuretalk://join?…', '10.0.0.1:8000']);
});

it('refused, it does nothing more', async () => {
  const { calls } = mainThatAsks();
  const join = new JoinState();
  await join.join('office');
  join.refuse();
  expect(await join.trust()).toBe(false);
  expect(calls).toHaveLength(1);
});

it('is not busy any more after a failure', async () => {
  installFakeBridge({
    joinServer: () => {
      throw new Refusal('UNREACHABLE');
    },
  });
  const join = new JoinState();
  await expect(join.join('office')).rejects.toThrow('UNREACHABLE');
  expect(join.busy).toBe(false);
});
