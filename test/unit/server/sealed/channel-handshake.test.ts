import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { SealedHandshake } from '#protocol/noise/sealed-handshake.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { ChannelHandshake } from '#server/sealed/channel-handshake.ts';
import type { HandshakeQueue } from '#server/sealed/handshake-queue.ts';

/** A line in which nobody comes forward by themselves. */
class HeldQueue implements Pick<HandshakeQueue, 'add'> {
  readonly tasks: (() => void)[] = [];

  add(task: () => void): void {
    this.tasks.push(task);
  }

  runAll(): void {
    for (const task of this.tasks.splice(0)) task();
  }
}

function setUp() {
  const queue = new HeldQueue();
  const sent: Uint8Array[] = [];
  const sessions: SealedSession[] = [];
  const frames: Uint8Array[] = [];
  const failures: string[] = [];
  const serverKey = nodePrimitives.generateKey();
  const handshake = new ChannelHandshake({
    serverKey,
    queue: queue as unknown as HandshakeQueue,
    send: (frame) => sent.push(frame),
    onSession: (session) => sessions.push(session),
    onFrame: (frame) => frames.push(frame),
    onFailure: (failure) => failures.push(failure),
  });
  const client = new SealedHandshake({
    primitives: nodePrimitives,
    role: 'initiator',
    staticKey: nodePrimitives.generateKey(),
  });
  return { queue, sent, sessions, frames, failures, handshake, client };
}

describe("a client's handshake at the server", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends with a reason when it takes too long, and not after it is done', () => {
    const slow = setUp();
    vi.advanceTimersByTime(limits.sealedHandshakeTimeoutMs - 1);
    expect(slow.failures).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(slow.failures).toEqual(['handshake failed: timed out']);
    const { handshake, client, queue, sent, sessions, failures } = setUp();
    handshake.receive(client.write());
    queue.runAll();
    client.read(sent[0]!);
    handshake.receive(client.write());
    queue.runAll();
    expect(sessions).toHaveLength(1);
    vi.advanceTimersByTime(limits.sealedHandshakeTimeoutMs);
    expect(failures).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps what comes behind it in order', () => {
    const { handshake, client, queue, sent, frames, sessions } = setUp();
    handshake.receive(client.write());
    queue.runAll();
    client.read(sent[0]!);
    handshake.receive(client.write());
    const ahead = [Uint8Array.of(1), Uint8Array.of(2)];
    for (const frame of ahead) handshake.receive(frame);
    expect(handshake.isBusy).toBe(true);
    queue.tasks.shift()?.();
    // The session stands, and yet nothing may overtake the two.
    expect(sessions).toHaveLength(1);
    expect(handshake.isBusy).toBe(true);
    queue.runAll();
    expect(frames).toEqual(ahead);
    expect(handshake.isBusy).toBe(false);
  });

  it('holds no more ahead of its turn than its share', () => {
    const { handshake, failures } = setUp();
    for (let count = 0; count < 15; count += 1) handshake.receive(new Uint8Array(65_535));
    expect(failures).toEqual([]);
    handshake.receive(new Uint8Array(65_535));
    expect(failures).toEqual(['handshake failed: too much ahead']);
  });
});
