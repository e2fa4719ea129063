import { expect, test } from 'vitest';
import { ScrollKeeper } from '../../../src/renderer/features/messages/scroll-keeper.ts';

/** A list as a browser scrolls it: `scrollTop` stays within what there is. */
function list(scrollHeight: number) {
  const clientHeight = 500;
  let top = 0;
  const element = {
    clientHeight,
    scrollHeight,
    get scrollTop() {
      return top;
    },
    set scrollTop(wanted: number) {
      top = Math.max(0, Math.min(wanted, this.scrollHeight - clientHeight));
    },
    scrollTo({ top: wanted }: { top: number }) {
      this.scrollTop = wanted;
    },
  };
  return { element, keeper: new ScrollKeeper(element as unknown as HTMLElement) };
}

test('stays at the bottom when messages come faster than scroll events', () => {
  const { element, keeper } = list(2_000);
  keeper.toBottom();
  element.scrollHeight = 2_300;
  expect(keeper.scrolled()).toBe(true);
  keeper.resized();
  expect(element.scrollTop).toBe(1_800);
});

test('leaves the bottom when the person goes up, and then stays there', () => {
  const { element, keeper } = list(2_000);
  keeper.toBottom();
  keeper.scrolled();
  element.scrollTop -= 200;
  expect(keeper.scrolled()).toBe(false);
  element.scrollHeight = 2_300;
  keeper.resized();
  expect(element.scrollTop).toBe(1_300);
});

test('is at the bottom again when the person comes back', () => {
  const { element, keeper } = list(2_000);
  keeper.measure();
  expect(keeper.isAtBottom).toBe(false);
  element.scrollTop = 1_480;
  expect(keeper.scrolled()).toBe(true);
});

test('a jump away from the bottom counts although it goes down', () => {
  const { element, keeper } = list(2_000);
  element.scrollTop = 700;
  expect(keeper.measure()).toBe(false);
  expect(keeper.scrolled()).toBe(false);
});

test('at the very top it leaves room for the browser to keep what is in view', () => {
  const { element, keeper } = list(2_000);
  keeper.measure();
  keeper.beforeGrowingAbove();
  expect(element.scrollTop).toBe(1);
});

test('messages that are not made yet are no reason to hold the bottom', () => {
  const { element, keeper } = list(2_000);
  keeper.toBottom();
  keeper.hasMoreBelow = true;
  element.scrollHeight = 2_300;
  keeper.resized();
  expect(element.scrollTop).toBe(1_500);
});
