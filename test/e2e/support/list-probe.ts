import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Desktop } from './desktop.ts';

export interface RowPlace {
  key: string;
  /** Below the upper edge of the list, in pixels. */
  top: number;
}

/** The uppermost message in view. */
export function uppermost(desktop: Desktop): Promise<RowPlace> {
  return desktop.page.evaluate(() => {
    const scroller = document.querySelector('[role=log]')?.parentElement as HTMLElement;
    const edge = scroller.getBoundingClientRect().top;
    const rows = [...scroller.querySelectorAll<HTMLElement>('[data-key]')];
    const row = rows.find((one) => one.getBoundingClientRect().bottom > edge);
    if (!row) throw new Error('no message is in view');
    return { key: row.dataset.key ?? '', top: row.getBoundingClientRect().top - edge };
  });
}

/** Where a message is now; null while it has no row. */
export function placeOf(desktop: Desktop, key: string): Promise<number | null> {
  return desktop.page.evaluate((wanted) => {
    const scroller = document.querySelector('[role=log]')?.parentElement as HTMLElement;
    const row = scroller.querySelector(`[data-key="${CSS.escape(wanted)}"]`);
    if (!row) return null;
    return row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  }, key);
}

/** To the top of the rows that are there at this moment; answers the first of them. */
export function toVeryTop(desktop: Desktop): Promise<RowPlace> {
  return desktop.page.evaluate(() => {
    const scroller = document.querySelector('[role=log]')?.parentElement as HTMLElement;
    scroller.scrollTop = 0;
    const row = scroller.querySelector<HTMLElement>('[data-key]');
    if (!row) throw new Error('there is no message');
    const top = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    return { key: row.dataset.key ?? '', top };
  });
}

/** How many rows stand before a message's. */
export function rowsBefore(desktop: Desktop, key: string): Promise<number> {
  return desktop.page.evaluate(
    (wanted) =>
      [...document.querySelectorAll<HTMLElement>('[role=log] [data-key]')].findIndex(
        (row) => row.dataset.key === wanted,
      ),
    key,
  );
}

/** Sets the list's place as a scroll bar does: -1 for a screen up, 1 for a screen down. */
export function scrollBy(desktop: Desktop, screens: number): Promise<void> {
  return desktop.page.evaluate((by) => {
    const scroller = document.querySelector('[role=log]')?.parentElement as HTMLElement;
    scroller.scrollTop += by * scroller.clientHeight;
  }, screens);
}

/** Scrolls up, screen by screen, until a message that is not there yet has a row in view. */
export async function scrollUpTo(desktop: Desktop, message: Locator): Promise<void> {
  await expect(async () => {
    if ((await message.count()) === 0) await scrollBy(desktop, -1);
    await message.first().scrollIntoViewIfNeeded({ timeout: 100 });
  }).toPass({ intervals: [50], timeout: 30_000 });
}

/** The numbers that the rows' texts begin with, in the order of the page. */
export function numbersShown(desktop: Desktop): Promise<number[]> {
  return desktop.page.evaluate(() =>
    [...document.querySelectorAll('[role=log] [data-key]')].flatMap((row) => {
      const found = /Message (\d+):/.exec(row.textContent ?? '');
      return found ? [Number(found[1])] : [];
    }),
  );
}

export interface ScrollRun {
  frames: number;
  /** The middle one of the times between frames. */
  medianFrameMs: number;
  slowestFrameMs: number;
  /** Frames in which a part of the list had neither a message nor anything else. */
  blankFrames: number;
  mostRows: number;
  /** Messages that were the uppermost at some time. */
  passed: number;
}

/** Scrolls a number of pixels in each frame, as a finger does, and looks at every frame. */
export function run(desktop: Desktop, pixels: number, frames: number): Promise<ScrollRun> {
  return desktop.page.evaluate(
    async ({ pixels: by, frames: count }) => {
      const scroller = document.querySelector('[role=log]')?.parentElement as HTMLElement;
      const edges = scroller.getBoundingClientRect();
      const times: number[] = [];
      const seen = new Set<string>();
      let blankFrames = 0;
      let mostRows = 0;
      let last = await new Promise<number>(requestAnimationFrame);
      for (let frame = 0; frame < count; frame += 1) {
        scroller.scrollTop += by;
        const now = await new Promise<number>(requestAnimationFrame);
        times.push(now - last);
        last = now;
        const rows = [...scroller.querySelectorAll<HTMLElement>('[data-key]')];
        mostRows = Math.max(mostRows, rows.length);
        const first = rows.find((row) => row.getBoundingClientRect().bottom > edges.top);
        const end = rows.at(-1)?.getBoundingClientRect().bottom ?? 0;
        const start = rows[0]?.getBoundingClientRect().top ?? 0;
        if (start > edges.top + 300 || end < edges.bottom - 100) blankFrames += 1;
        if (first?.dataset.key) seen.add(first.dataset.key);
      }
      times.sort((one, other) => one - other);
      return {
        frames: times.length,
        medianFrameMs: times[Math.floor(times.length / 2)] ?? 0,
        slowestFrameMs: times.at(-1) ?? 0,
        blankFrames,
        mostRows,
        passed: seen.size,
      };
    },
    { pixels, frames },
  );
}
