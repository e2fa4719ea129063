import { expect, test } from '@playwright/test';
import {
  composer,
  conversationItem,
  hostedPort,
  joinAt,
  messages,
  password,
  send,
} from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { meetAndTalk } from './support/pair.ts';
import type { Pair } from './support/pair.ts';

// Ben has two devices for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let pair: Pair;
let sofa: Desktop;

test.beforeAll(async () => {
  pair = await meetAndTalk();
  sofa = new Desktop('sofa');
  await sofa.launch();
  await joinAt(sofa, `127.0.0.1:${String(await hostedPort(pair.anna))}`);
  await sofa.page.getByRole('button', { name: 'Sign in' }).click();
  await sofa.page.getByLabel('Username').fill('ben');
  await sofa.page.getByLabel('Password', { exact: true }).fill(password);
  await sofa.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(sofa.screen('main')).toBeVisible();
});

test.afterAll(async () => {
  await sofa.remove();
  await pair.end();
});

test('what is begun on one device is there on the other', async () => {
  const { ben } = pair;
  await conversationItem(sofa, 'Anna Berg').click();
  await expect(composer(sofa)).toHaveValue('');
  await messages(ben, 'Hello Ben').hover();
  await ben.page.getByRole('button', { name: 'Reply' }).click();
  await composer(ben).fill('Half a thought');
  // At the first pause, without leaving.
  await expect(composer(sofa)).toHaveValue('Half a thought');
  await expect(sofa.page.getByText('Reply to Anna Berg')).toBeVisible();
  await sofa.screenshot('draft-on-another-device');
});

test('it survives a restart, also when the app is closed in the middle of a word', async () => {
  const { ben } = pair;
  // He looks elsewhere there, so that what comes from the sofa may take its place.
  await ben.page.getByRole('button', { name: 'Settings' }).click();
  await composer(sofa).fill('Half a thought, go');
  await sofa.quit();
  await sofa.launch();
  await conversationItem(sofa, 'Anna Berg').click();
  await expect(composer(sofa)).toHaveValue('Half a thought, go');
  await conversationItem(ben, 'Anna Berg').click();
  await expect(composer(ben)).toHaveValue('Half a thought, go');
});

test('once it is sent from one it is gone from the other', async () => {
  const { anna, ben } = pair;
  await send(sofa, 'Half a thought, gone on with');
  await expect(messages(anna, 'gone on with')).toBeVisible();
  await expect(messages(ben, 'gone on with')).toBeVisible();
  await expect(composer(ben)).toHaveValue('');
  await expect(ben.page.getByText('Reply to Anna Berg')).toHaveCount(0);
});
