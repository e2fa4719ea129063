import path from 'node:path';
import type { Page } from '@playwright/test';

/** Set by `npm run screenshots`: where the documentation's pictures go. */
const documentationFolder = process.env['FUTURE_TALK_SCREENSHOTS'];
const folder = path.resolve(
  import.meta.dirname,
  '../../..',
  documentationFolder ?? 'test-results/screenshots',
);

/** What a page shows, under test-results/screenshots; for the documentation light and dark. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (documentationFolder === undefined || /-(light|dark)$/.test(name)) return shoot(page, name);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await shoot(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: null });
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
}
