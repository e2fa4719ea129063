import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Avatar from '../../../../src/renderer/ui/Avatar.svelte';
import { installFakeBridge } from '../support/fake-bridge.ts';

const picture = '/api/v1/attachments/00000000-0000-7000-8000-000000000001/thumbnail';

beforeEach(() => {
  vi.useFakeTimers();
  installFakeBridge({});
});
afterEach(() => vi.useRealTimers());

const image = () => document.querySelector('img');

function fail(): void {
  image()?.dispatchEvent(new Event('error'));
  flushSync();
}

test('a picture that could not be had is asked for again, ever more rarely', () => {
  const avatar = mount(Avatar, {
    target: document.body,
    props: { id: 'anna', name: 'Anna Berg', picture },
  });
  flushSync();
  expect(image()?.src).toContain('picture/00000000-0000-7000-8000-000000000001');
  for (const delayMs of [2_000, 4_000, 8_000]) {
    fail();
    expect(image()).toBeNull();
    expect(document.body.textContent).toContain('AB');
    vi.advanceTimersByTime(delayMs - 1);
    flushSync();
    expect(image()).toBeNull();
    vi.advanceTimersByTime(1);
    flushSync();
    expect(image()).not.toBeNull();
  }
  void unmount(avatar);
  flushSync();
  expect(vi.getTimerCount()).toBe(0);
});
