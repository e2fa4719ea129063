import { expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import type { Desktop } from './desktop.ts';

/** Where `npm run screenshots` wants the documentation's pictures: of the wide window only. */
const forDocumentation = process.env['FUTURE_TALK_SCREENSHOTS'] !== undefined;

const sizes = [
  { name: 'wide', width: 1100, height: 760 },
  { name: 'narrow', width: 420, height: 760 },
] as const;

/**
 * Pictures of what the window shows, light and dark, wide and narrow. Whatever the size, nothing
 * may be wider than the window, and axe finds nothing. `prepare` runs before each, for what does not last.
 */
export async function takePictures(
  desktop: Desktop,
  name: string,
  prepare: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (const { name: sizeName, width, height } of sizes) {
    if (forDocumentation && sizeName !== 'wide') continue;
    await desktop.resize(width, height);
    await expectNothingWider(desktop);
    for (const colorScheme of ['light', 'dark'] as const) {
      await desktop.page.emulateMedia({ colorScheme });
      await prepare();
      const shown = forDocumentation ? name : `${name}-${sizeName}`;
      await desktop.screenshot(`${shown}-${colorScheme}`);
      await expectAccessible(desktop, `${name}, ${sizeName}, ${colorScheme}`);
    }
  }
  await desktop.resize(1100, 760);
  await desktop.page.emulateMedia({ colorScheme: null });
}

/** The same at the window's present size, and without a picture of each theme but for the documentation. */
export async function takePicture(desktop: Desktop, name: string): Promise<void> {
  await expectNothingWider(desktop);
  await desktop.screenshot(name);
  await expectAccessible(desktop, name);
}

/**
 * Neither the page nor anything in it can be scrolled sideways, once a new size has been taken in,
 * and what scrolls is in the page: the whole of it stays where it is, whatever is brought into view.
 */
export async function expectNothingWider({ page }: Desktop): Promise<void> {
  await expect.poll(() => page.evaluate(tooWideElements)).toEqual([]);
  await expect.poll(() => page.evaluate(elementsBeyond)).toEqual([]);
  const hidden = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  await expect.poll(hidden).toBe(0);
}

/** Runs in the page. */
function tooWideElements(): string[] {
  return [...document.querySelectorAll('body, body *')]
    .filter((element) => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      if (element.tagName === 'INPUT' || textOverflow === 'ellipsis') return false;
      if (element.clientWidth <= 1 || overflowX === 'visible') return false;
      return element.scrollWidth > element.clientWidth + 1;
    })
    .map((element) => `${element.tagName} ${element.className}`);
}

/** Runs in the page. */
function elementsBeyond(): string[] {
  return [...document.querySelectorAll('body *')]
    .filter((element) => {
      const { right, left, width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && (right > window.innerWidth + 1 || left < -1);
    })
    .map((element) => `${element.tagName} ${element.className}`);
}
