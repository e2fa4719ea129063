import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility.ts';
import { hostHere, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { expectNothingWider } from './support/pictures.ts';

test('theme, contrast and spacing are chosen, seen at once, and there after a restart', async () => {
  const anna = new Desktop('anna');
  const isDark = () => anna.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const rootData = () =>
    anna.page.evaluate(() => {
      const { density, contrast } = document.documentElement.dataset;
      return { density, contrast };
    });
  try {
    await anna.launch();
    await hostHere(anna, 'invited');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    // The tests' own emulation would stand before what the app chooses.
    await anna.page.emulateMedia({ colorScheme: null });
    await anna.page.getByRole('button', { name: 'Settings' }).click();
    const { page } = anna;
    for (const theme of ['Light', 'Dark'] as const) {
      await page.getByRole('radio', { name: theme }).click();
      await expect.poll(isDark).toBe(theme === 'Dark');
    }
    await page.getByRole('radio', { name: 'Compact' }).click();
    await page.getByRole('switch', { name: 'High contrast' }).click();
    await expect.poll(rootData).toMatchObject({ density: 'compact', contrast: 'high' });
    for (const width of [1100, 400]) {
      await anna.resize(width, 760);
      await expectNothingWider(anna);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await anna.screenshot(`settings-high-contrast-${String(width)}-${colorScheme}`);
        await expectAccessible(anna, `settings, high contrast, ${colorScheme}`);
      }
    }
    await page.emulateMedia({ colorScheme: null, forcedColors: 'active' });
    await anna.screenshot('settings-forced-colours-light');
    await expectAccessible(anna, 'settings, forced colours');

    await page.emulateMedia({ forcedColors: null, reducedMotion: 'no-preference' });
    expect(await movementsOfADialog(anna)).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await movementsOfADialog(anna)).toBe(0);

    await anna.quit();
    const kept = readFileSync(path.join(anna.profile, 'settings.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({
      appearance: { theme: 'dark', contrast: 'high', density: 'compact' },
    });
    await anna.launch();
    await anna.page.emulateMedia({ colorScheme: null });
    await expect(anna.screen('main')).toBeVisible();
    await expect.poll(isDark).toBe(true);
    await expect.poll(rootData).toMatchObject({ density: 'compact', contrast: 'high' });
  } finally {
    await anna.remove();
  }
});

/** How many animations and transitions begin while a dialog opens and closes. */
async function movementsOfADialog({ page }: Desktop): Promise<number> {
  await page.evaluate(() => {
    const root = document.documentElement;
    root.dataset['movements'] = '0';
    const count = () => (root.dataset['movements'] = String(Number(root.dataset['movements']) + 1));
    addEventListener('animationstart', count);
    addEventListener('transitionrun', count);
  });
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(dialog).toBeVisible();
  // Two frames later whatever begins with it has begun.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return page.evaluate(() => Number(document.documentElement.dataset['movements']));
}

// A tooltip that went while the page was judged was taken for text outside of every landmark.
test('a tooltip that goes while the page is judged is still one', async () => {
  const anna = new Desktop('anna');
  try {
    await anna.launch();
    await expectAccessible(anna, 'before');
    await anna.page.evaluate(() => {
      const tip = document.createElement('div');
      tip.id = 'tip';
      tip.setAttribute('data-bits-floating-content-wrapper', '');
      tip.textContent = 'Says what a button does';
      document.body.append(tip);
      const { axe } = window as unknown as { axe: { run(options: unknown): Promise<unknown> } };
      const run = axe.run.bind(axe);
      axe.run = async (options) => {
        const found = await run(options);
        tip.remove();
        return found;
      };
    });
    await expectAccessible(anna, 'with a tooltip');
    await expect(anna.page.locator('#tip')).toHaveCount(0);
  } finally {
    await anna.remove();
  }
});
