import { expect, it } from 'vitest';
import { SendLatency } from '#server/messages/send-latency.ts';

it('knows nothing before the first send', () => {
  expect(new SendLatency().percentiles()).toEqual({ p50: null, p99: null });
});

it('answers the middle and the slowest hundredth', () => {
  const latency = new SendLatency();
  for (let duration = 100; duration >= 1; duration -= 1) latency.record(duration);
  expect(latency.percentiles()).toEqual({ p50: 50, p99: 99 });
});

it('is about the latest 2048 sends', () => {
  const latency = new SendLatency();
  for (let sent = 0; sent < 5_000; sent += 1) latency.record(1_000);
  for (let sent = 0; sent < 2_048; sent += 1) latency.record(3);
  expect(latency.percentiles()).toEqual({ p50: 3, p99: 3 });
});
