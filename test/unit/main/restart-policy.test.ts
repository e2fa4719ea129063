import { describe, expect, it } from 'vitest';
import { RestartPolicy } from '../../../src/main/hosting/restart-policy.ts';

function atTime(startMs = 0) {
  const clock = { nowMs: startMs };
  return { clock, policy: new RestartPolicy(() => clock.nowMs) };
}

describe('what happens when the server process dies', () => {
  it('is started again after pauses that double, up to ten seconds', () => {
    const { clock, policy } = atTime();
    const pauses: number[] = [];
    for (let death = 0; death < 8; death += 1) {
      // Far enough apart not to be five within a minute, too close to count as healthy.
      clock.nowMs += 20_000;
      const decision = policy.died();
      if (decision.action === 'restart') pauses.push(decision.afterMs);
      policy.started();
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  it('gives up at the fifth death within a minute', () => {
    const { clock, policy } = atTime();
    const actions: string[] = [];
    for (let death = 0; death < 5; death += 1) {
      policy.started();
      clock.nowMs += 10_000;
      actions.push(policy.died().action);
    }
    expect(actions).toEqual(['restart', 'restart', 'restart', 'restart', 'give-up']);
  });

  it('does not give up when the fifth death comes a minute after the first', () => {
    const { clock, policy } = atTime();
    for (let death = 0; death < 4; death += 1) policy.died();
    clock.nowMs += 60_000;
    expect(policy.died().action).toBe('restart');
  });

  it('begins with short pauses again after a minute of health', () => {
    const { clock, policy } = atTime();
    policy.died();
    policy.died();
    policy.started();
    clock.nowMs += 60_000;
    expect(policy.died()).toEqual({ action: 'restart', afterMs: 500 });
  });
});
