import { expect, test } from '@playwright/test';
import { conversationItem, messages, send } from './support/actions.ts';
import { meetAndTalk } from './support/pair.ts';
import type { Pair } from './support/pair.ts';
import { expectNothingWider, takePictures } from './support/pictures.ts';

// The two stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let pair: Pair;

test.beforeAll(async () => {
  pair = await meetAndTalk();
});

test.afterAll(async () => {
  await pair.end();
});

test('nothing that somebody writes runs, or becomes a part of the page', async () => {
  const { anna, ben } = pair;
  const attempts = [
    '<script>globalThis.wasRun = true</script> one',
    '<img src=x onerror="globalThis.wasRun = true"> two',
    '<svg onload="globalThis.wasRun = true"><style>*{display:none}</style> three',
    '[click me](javascript:globalThis.wasRun=true) four',
    '![x](https://evil.example/pixel.png) <iframe src="https://evil.example"></iframe> five',
    '{{constructor.constructor("globalThis.wasRun = true")()}} ${globalThis.wasRun = true} six',
  ];
  const before = await ben.page.locator('script, iframe, object, embed, style').count();
  for (const attempt of attempts) await send(anna, attempt);
  await expect(messages(ben, 'six')).toHaveCount(1);
  for (const shown of ['<script>', 'onerror=', '<style>', 'javascript:', '<iframe', '{{constr']) {
    await expect(messages(ben, shown)).toHaveCount(1);
  }
  const log = ben.page.getByRole('log');
  await expect(log.locator('img[src*="evil"], iframe, script, style, svg[onload]')).toHaveCount(0);
  await expect(log.locator('a[href^="javascript:"]')).toHaveCount(0);
  expect(await ben.page.locator('script, iframe, object, embed, style').count()).toBe(before);
  for (const { page } of [anna, ben]) {
    expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false);
  }
});

test('texts that turn, cover or stretch stay within their own bubble', async () => {
  const { anna, ben } = pair;
  const tower = `tower ${['a', 'b', 'c'].map((letter) => letter + '\u0301\u0316\u0334'.repeat(80)).join('')}`;
  await send(anna, tower);
  await send(anna, 'turned \u202e exe.gpj \u2066 no end \u2067 \u202d of it');
  await send(anna, `wide ${'W'.repeat(600)}`);
  await send(anna, 'after all that');
  const last = messages(ben, 'after all that');
  await expect(last).toBeVisible();
  await expectNothingWider(ben);
  // What would be painted over the neighbours is cut off at the bubble.
  const isCut = await messages(ben, 'tower').evaluate((row) =>
    [...row.querySelectorAll('*')].some(
      (part) => getComputedStyle(part).overflowY === 'clip' && part.textContent.includes('tower'),
    ),
  );
  expect(isCut).toBe(true);
  // The time beside a text that never ends its turning is still read from the left.
  const time = messages(ben, 'turned').locator('time').first();
  await expect(time).toHaveText(/^\d{1,2}:\d{2}/);
  await takePictures(ben, 'hostile-text');
});

test('a name that could pass for another is refused, or told apart', async () => {
  const { anna, ben } = pair;
  await ben.page.getByRole('button', { name: 'Settings' }).first().click();
  const name = ben.page.getByRole('textbox', { name: 'Name', exact: true });
  const save = ben.page.getByRole('button', { name: 'Save', exact: true }).first();
  await name.fill('\u0410nna Berg');
  await save.click();
  await expect(ben.page.getByText('mixes letters of different scripts')).toBeVisible();
  await name.fill('Anna \u202egreB');
  await save.click();
  await expect(ben.page.getByText('characters that nobody can see')).toBeVisible();
  await name.fill('Anna  Berg');
  await save.click();
  await expect(ben.page.getByText('Saved')).toBeVisible();
  await expect(conversationItem(anna, 'Anna Berg (@ben)')).toBeVisible();
});
