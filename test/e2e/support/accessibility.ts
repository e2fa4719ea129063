import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { unnamedControls } from './accessibility-tree.ts';
import type { Desktop } from './desktop.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/**
 * Rules of WCAG 2.2 up to AA, and axe's own best practices, on what the window shows now; but for
 * one: menus and tooltips belong to their button, and stand in no landmark. And in the tree that screen
 * readers get, whatever can be operated has a name and a role.
 */
export async function expectAccessible({ page }: Desktop, what: string): Promise<void> {
  // Through the debugger: the page's own policy lets no script in.
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    // What moves in or fades is judged where it comes to rest; what turns for good never does.
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    const floats = (target: readonly unknown[]) => {
      const element = document.querySelector(String(target[0]));
      return (element?.closest('[data-bits-floating-content-wrapper]') ?? null) !== null;
    };
    return violations.flatMap(({ id, help, nodes }) =>
      nodes
        .filter(({ target }) => id !== 'region' || !floats(target))
        .map(({ html, failureSummary }) => ({ id, help, html, failureSummary })),
    );
  });
  expect(found, what).toEqual([]);
  expect(await unnamedControls(page), what).toEqual([]);
}
