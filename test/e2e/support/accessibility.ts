import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { unnamedControls } from './accessibility-tree.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/**
 * Rules of WCAG 2.2 up to AA, and axe's own best practices, on what the window shows now; but for
 * one: menus and tooltips belong to their button, and stand in no landmark. And in the tree that screen
 * readers get, whatever can be operated has a name and a role.
 */
export async function expectAccessible({ page }: { page: Page }, what: string): Promise<void> {
  // Through the debugger: the page's own policy lets no script in.
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    // What moves in or fades is judged where it comes to rest; what turns for good never does.
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
    const { axe } = window as unknown as {
      axe: { run(options: RunOptions): Promise<AxeResults> };
    };
    // The elements themselves: a tooltip may have gone by the time that axe has judged it.
    const { violations } = await axe.run({ elementRef: true });
    const floating = '[data-bits-floating-content-wrapper], [data-bits-floating-content]';
    return violations.flatMap(({ id, help, nodes }) =>
      nodes
        .filter(({ element }) => id !== 'region' || element?.closest(floating) == null)
        .map(({ html, failureSummary }) => ({ id, help, html, failureSummary })),
    );
  });
  expect(found, what).toEqual([]);
  expect(await unnamedControls(page), what).toEqual([]);
}
