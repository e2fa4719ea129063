import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { SmallNetwork } from '../support/small-network.ts';

/**
 * The cable to this computer used to stay for a moment after its network was removed, and the next
 * network could not be laid.
 */
test('a network can be laid where another one has just been removed', () => {
  const addresses = Array.from({ length: 10 }, () => {
    const network = new SmallNetwork('10.77.9');
    try {
      return network.addThisComputer().address;
    } finally {
      network.remove();
    }
  });
  expect(new Set(addresses)).toEqual(new Set(['10.77.9.1']));
});

/** This computer went on to ask itself for addresses of the next network's computers. */
test('a network is laid where a test that was killed has left one', () => {
  const ended = String(spawnSync('true').pid);
  const [left, link] = [`ft${ended}-switch`, `ft${ended}-here`];
  const ip = (...args: string[]): string => execFileSync('ip', args, { encoding: 'utf8' });
  ip('netns', 'add', left);
  ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'port-here', 'netns', left);
  ip('addr', 'add', '10.77.10.1/24', 'dev', link);
  const network = new SmallNetwork('10.77.10');
  try {
    expect(ip('addr')).not.toContain(link);
    expect(ip('netns', 'list')).not.toContain(left);
  } finally {
    network.remove();
  }
});
