import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { countOccurrences, decryptedPages } from '../support/decrypted-pages.ts';
import { filesIn, findTexts } from '../support/stored-bytes.ts';
import {
  composer,
  conversationItem,
  hostedPort,
  hostHere,
  messages,
  send,
  stopHosting,
} from './support/actions.ts';
import type { Desktop } from './support/desktop.ts';
import { meetAndTalk } from './support/pair.ts';
import { takePicture } from './support/pictures.ts';
import { expectPicture, portrait } from './support/portraits.ts';

/** Into the conversation with Anna, as it is right after the start without a server. */
async function openWithoutServer(ben: Desktop): Promise<void> {
  await ben.launch();
  await expect(ben.screen('main')).toBeVisible();
  await expect(ben.page.getByTestId('connection-banner')).toBeVisible();
  await conversationItem(ben, 'Anna Berg').click();
  await expect(composer(ben)).toBeVisible();
}

async function sendWithTimer(desktop: Desktop, text: string, timer: string): Promise<void> {
  await desktop.page.getByRole('button', { name: /^Self-destruct/ }).click();
  await desktop.page.getByRole('menuitemradio', { name: timer, exact: true }).click();
  await send(desktop, text);
  await expect(messages(desktop, text)).not.toHaveAttribute('data-state', 'sending');
}

/** The key of the cache of whoever is signed in, from the app's keychain. */
async function cacheKeyOf(desktop: Desktop): Promise<Buffer> {
  const secrets = path.join(desktop.profile, 'secrets');
  const [name = ''] = readdirSync(secrets).filter((file) => file.startsWith('cache-'));
  const opened = await desktop.app.evaluate(
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- as the app itself does
    ({ safeStorage }, sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
    readFileSync(path.join(secrets, name)).toString('base64'),
  );
  return Buffer.from((JSON.parse(opened) as { key: string }).key, 'hex');
}

/** The drafts that the app's main process has been told of. */
async function drafts(desktop: Desktop): Promise<string[]> {
  const listed = await desktop.page.evaluate(() => window.futureTalk.call('listDrafts'));
  return listed.ok ? listed.value.map(({ content }) => content) : [];
}

function cacheFiles(desktop: Desktop): string[] {
  const folder = path.join(desktop.profile, 'offline');
  if (!existsSync(folder)) return [];
  return filesIn(folder).map((file) => path.join(folder, file));
}

test('without the server the app opens and reads; what is written goes out in order, once', async () => {
  const { anna, ben, end } = await meetAndTalk();
  const written = ['First in the dark', 'Second in the dark', 'Third in the dark'];
  try {
    await test.step('a conversation that both have seen, and then no server', async () => {
      await anna.page.getByRole('button', { name: 'Settings' }).click();
      await anna.page.getByTestId('picture-input').setInputFiles(await portrait('anna.jpg'));
      await expectPicture(conversationItem(ben, 'Anna Berg'));
      await conversationItem(anna, 'Ben Ito').click();
      await send(ben, 'Hello Anna');
      await send(anna, 'How is the weather?');
      await expect(messages(ben, 'weather')).toHaveCount(1);
      await expect(messages(ben, 'Hello Anna')).toHaveAttribute('data-state', /delivered|read/);
      await stopHosting(anna);
      await ben.quit();
    });
    await test.step('the app starts with what was seen', async () => {
      await openWithoutServer(ben);
      await expectPicture(conversationItem(ben, 'Anna Berg'));
      for (const text of ['Hello Ben', 'Hello Anna', 'weather']) {
        await expect(messages(ben, text)).toHaveCount(1);
      }
      await expect(messages(ben, 'Hello Anna')).toHaveAttribute('data-state', /delivered|read/);
      await expect(ben.page.getByText('The beginning of the conversation')).toBeVisible();
    });
    await test.step('what needs the server says so, and nothing looks broken', async () => {
      const { page } = ben;
      const missing = page.getByText('This comes once the server is back.');
      await page.getByRole('button', { name: 'Settings' }).click();
      await page
        .getByText('Where you are signed in')
        .evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
      await expect(missing).toBeVisible();
      await takePicture(ben, 'settings-offline');
      await page.getByRole('button', { name: 'People' }).click();
      await expect(
        page.getByRole('tabpanel').getByText('Anna Berg', { exact: true }),
      ).toBeVisible();
      await takePicture(ben, 'people-offline');
      await page.getByRole('tab', { name: 'Find people' }).click();
      await expect(missing).toBeVisible();
      await takePicture(ben, 'find-offline');
      await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('weather');
      await expect(page.getByText('Messages are searched on the server.')).toBeVisible();
      await takePicture(ben, 'search-offline');
      await page.getByRole('button', { name: 'Clear search' }).click();
      await conversationItem(ben, 'Anna Berg').click();
    });
    await test.step('three messages survive the death of the app', async () => {
      for (const text of written) await send(ben, text);
      await expect(messages(ben, 'Third in the dark')).toHaveAttribute('data-state', 'sending');
      await expect(ben.page.getByText('Waiting for the server')).toHaveCount(1);
      await ben.screenshot('offline-waiting');
      await composer(ben).fill('Half a thought');
      await expect.poll(() => drafts(ben)).toEqual(['Half a thought']);
      await ben.kill();
      await openWithoutServer(ben);
      await expect(composer(ben)).toHaveValue('Half a thought');
      for (const text of written) await expect(messages(ben, text)).toHaveCount(1);
      const shown = await ben.page.getByTestId('message').allTextContents();
      expect(shown.flatMap((text) => /\w+ in the dark/.exec(text)?.[0] ?? [])).toEqual(written);
      for (const text of written) {
        await expect(messages(ben, text)).toHaveAttribute('data-state', 'sending');
      }
      await ben.screenshot('offline-restarted');
    });
    await test.step('one that is dropped stays here, the others go out once the server is back', async () => {
      await messages(ben, 'Second in the dark').hover();
      await messages(ben, 'Second in the dark')
        .getByRole('button', { name: 'Do not send' })
        .click();
      await expect(messages(ben, 'Second in the dark')).toHaveCount(0);
      await ben.page.getByRole('button', { name: 'People' }).click();
      await ben.page.getByRole('tab', { name: 'Find people' }).click();
      const people = ben.page.getByRole('tabpanel');
      await expect(people.getByText('This comes once the server is back.')).toBeVisible();
      await hostHere(anna, 'anyone', 'main');
      await conversationItem(anna, 'Ben Ito').click();
      await expect(messages(anna, 'Third in the dark')).toHaveCount(1, { timeout: 60_000 });
      await expect(people.getByText('Anna Berg', { exact: true })).toBeVisible();
      await conversationItem(ben, 'Anna Berg').click();
      const came = await anna.page.getByTestId('message').allTextContents();
      expect(came.flatMap((text) => /\w+ in the dark/.exec(text)?.[0] ?? [])).toEqual([
        'First in the dark',
        'Third in the dark',
      ]);
      await expect(messages(ben, 'Third in the dark')).not.toHaveAttribute('data-state', 'sending');
      await expect(ben.page.getByText('Waiting for the server')).toHaveCount(0);
      await send(anna, 'There you are');
      await expect(messages(ben, 'There you are')).toHaveCount(1);
    });
  } finally {
    await end();
  }
});

test('what destroys itself while there is no server is gone from the screen and from the disk', async () => {
  test.setTimeout(300_000);
  const { anna, ben, end } = await meetAndTalk();
  const soon = 'The safe is behind the walnut cupboard';
  const later = 'Its number is seven four one nine';
  try {
    await sendWithTimer(anna, soon, '30 seconds');
    await sendWithTimer(anna, later, '1 minute');
    const laterGoneAt = Date.now() + 60_000;
    for (const text of [soon, later]) await expect(messages(ben, text)).toHaveCount(1);
    expect(await hostedPort(anna)).not.toBeNull();
    await stopHosting(anna);
    await ben.quit();

    await test.step('one goes while the app is open', async () => {
      await openWithoutServer(ben);
      await expect(messages(ben, later)).toHaveCount(1);
      await expect(messages(ben, soon)).toHaveCount(0, { timeout: 60_000 });
      await expect(conversationItem(ben, 'Anna Berg')).not.toContainText('walnut');
    });
    await test.step('one goes while it is closed', async () => {
      await ben.quit();
      await expect.poll(() => Date.now(), { timeout: 90_000 }).toBeGreaterThan(laterGoneAt);
      await openWithoutServer(ben);
      await expect(messages(ben, 'Hello Ben')).toHaveCount(1);
      await expect(messages(ben, later)).toHaveCount(0);
      await expect(conversationItem(ben, 'Anna Berg')).not.toContainText('seven');
    });
    await test.step('of neither anything is left in the profile, opened with its key', async () => {
      const key = await cacheKeyOf(ben);
      await ben.quit();
      const [file = ''] = cacheFiles(ben).filter((name) => name.endsWith('.db'));
      const pages = Buffer.concat(decryptedPages(file, key));
      const [name, ...texts] = countOccurrences(pages, ['Anna Berg', soon, later]);
      expect(name).toBeGreaterThan(0);
      expect(texts).toEqual([0, 0]);
      expect(findTexts(ben.profile, [soon, later])).toEqual([]);
    });
  } finally {
    await end();
  }
});

test('whoever signs out leaves nothing on the computer', async () => {
  const { ben, end } = await meetAndTalk();
  try {
    expect(cacheFiles(ben).length).toBeGreaterThan(0);
    await ben.page.getByRole('button', { name: 'Settings' }).click();
    await ben.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await ben.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await expect(ben.screen('sign-in')).toBeVisible();
    expect(cacheFiles(ben)).toEqual([]);
    const secrets = readdirSync(path.join(ben.profile, 'secrets'));
    expect(secrets.filter((name) => /^(cache|session)-/.test(name))).toEqual([]);
    await ben.quit();
    expect(findTexts(ben.profile, ['Hello Ben', 'Anna Berg'])).toEqual([]);
  } finally {
    await end();
  }
});
