import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connection } from '#server/ws/connection.ts';
import { Expiries } from '#server/ws/expiry.ts';

const startedAt = Date.parse('2026-01-01T00:00:00Z');

function connectionUntil(expiresAt: number): Connection {
  return { expiresAt } as Connection;
}

function watch(connections: Connection[]) {
  const open = new Set(connections);
  const ended: Connection[] = [];
  const expiries = new Expiries({
    all: () => [...open],
    onExpired: (connection) => {
      open.delete(connection);
      ended.push(connection);
    },
  });
  for (const { expiresAt } of connections) expiries.note(expiresAt);
  return { expiries, open, ended };
}

describe("the ends of tokens' lives on open sockets", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: startedAt });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('come for each when it is due, and not before', () => {
    const [late, early] = [connectionUntil(startedAt + 60_000), connectionUntil(startedAt + 5_000)];
    const { ended } = watch([late, early]);
    vi.advanceTimersByTime(4_999);
    expect(ended).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ended).toEqual([early]);
    vi.advanceTimersByTime(54_999);
    expect(ended).toEqual([early]);
    vi.advanceTimersByTime(1);
    expect(ended).toEqual([early, late]);
  });

  it('do not come for a token that was renewed, until the new one ends', () => {
    const connection = connectionUntil(startedAt + 5_000);
    const { ended } = watch([connection]);
    connection.expiresAt = startedAt + 9_000;
    vi.advanceTimersByTime(8_999);
    expect(ended).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ended).toEqual([connection]);
  });

  it('are looked for once a second at the most, and miss nobody', () => {
    const many = Array.from({ length: 200 }, (_, place) =>
      connectionUntil(startedAt + 5_000 + place * 20),
    );
    const { open, ended } = watch(many);
    vi.advanceTimersByTime(5_000);
    expect(ended).toEqual(many.slice(0, 1));
    vi.advanceTimersByTime(999);
    expect(ended).toHaveLength(1);
    vi.advanceTimersByTime(5_000);
    expect(ended).toEqual(many);
    expect(open.size).toBe(0);
  });

  it('never come for a bot, and come in order where the wait is longer than a timer counts', () => {
    const [bot, nextYear] = [
      connectionUntil(Number.POSITIVE_INFINITY),
      connectionUntil(startedAt + 365 * 86_400_000),
    ];
    const { ended } = watch([bot, nextYear]);
    vi.advanceTimersByTime(364 * 86_400_000);
    expect(ended).toEqual([]);
    vi.advanceTimersByTime(86_400_000);
    expect(ended).toEqual([nextYear]);
  });
});
