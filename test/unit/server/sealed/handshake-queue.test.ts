import { expect, it } from 'vitest';
import { HandshakeQueue } from '#server/sealed/handshake-queue.ts';

const busyFor = (milliseconds: number): void => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

it('runs tasks in order and lets others in between', async () => {
  const queue = new HandshakeQueue(() => false);
  const order: string[] = [];
  const done = new Promise<void>((resolve) => {
    for (let count = 0; count < 5; count += 1) {
      queue.add(() => {
        busyFor(2);
        order.push(`handshake ${String(count)}`);
        setImmediate(() => order.push('another'));
        if (count === 4) resolve();
      });
    }
  });
  expect(order).toEqual([]);
  await done;
  const handshakes = order.filter((each) => each !== 'another');
  expect(handshakes).toEqual([0, 1, 2, 3, 4].map((count) => `handshake ${String(count)}`));
  // After each that has used its turn up, the event loop was somebody else's.
  expect(order.slice(0, 8).filter((each) => each === 'another').length).toBeGreaterThanOrEqual(3);
});

it('goes back to rest after each one while somebody waits for an answer', async () => {
  const queue = new HandshakeQueue(() => true);
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    for (let count = 0; count < 10; count += 1) {
      queue.add(() => {
        busyFor(1);
        if (count === 9) resolve();
      });
    }
  });
  // Ten of one millisecond each, and nine rests of four; a timer may come one early.
  expect(performance.now() - startedAt).toBeGreaterThan(10 + 9 * 3);
});
