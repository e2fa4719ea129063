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
