import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { hostHere, keepRecoveryKey, password, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';

async function openHosting({ page }: Desktop): Promise<void> {
  await page.getByRole('button', { name: 'Hosting' }).click();
}

/** As when the person's keychain was reset: what it sealed cannot be opened any more. */
function loseKeychain(desktop: Desktop): void {
  const folder = path.join(desktop.profile, 'secrets');
  for (const name of readdirSync(folder)) {
    writeFileSync(path.join(folder, name), 'v11 sealed by a keychain that is gone');
  }
}

async function checkKey({ page }: Desktop, typed: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Recovery key').fill(typed);
  await dialog.getByRole('button', { name: 'Check', exact: true }).click();
}

test('a recovery key is shown once, saved, checked, made anew, and opens what the keychain lost', async () => {
  const anna = new Desktop('anna');
  const file = path.join(anna.profile, 'kept.txt');
  try {
    await anna.launch();
    await hostHere(anna, 'anyone');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });

    // Making a new one shows it as at the first time; only saying so ends that.
    await openHosting(anna);
    await anna.page.getByRole('button', { name: 'Make a new one…' }).click();
    await anna.page.getByRole('button', { name: 'Make a new key' }).click();
    await expect(anna.screen('recovery-key')).toBeVisible();
    await expect(anna.page.getByRole('button', { name: 'Continue' })).toBeDisabled();
    await anna.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await anna.page.getByRole('button', { name: 'Save to a file…' }).click();
    await expect(anna.page.getByRole('button', { name: 'Saved' })).toBeVisible();
    await anna.screenshot('recovery-key');
    const key = await keepRecoveryKey(anna);
    expect(readFileSync(file, 'utf8')).toBe(`${key}\n`);

    await openHosting(anna);
    await anna.page.getByRole('button', { name: 'Check…' }).click();
    const dialog = anna.page.getByRole('dialog');
    await checkKey(anna, `${key.slice(0, -4)}${key.endsWith('0000') ? '1111' : '0000'}`);
    await expect(dialog).toContainText('typing error');
    await checkKey(anna, key.toLowerCase().replaceAll('-', ' '));
    await expect(dialog).toContainText('That is the right key.');
    await anna.page.keyboard.press('Escape');
    await backUp(anna);
    await anna.page.getByRole('region', { name: 'Backups' }).scrollIntoViewIfNeeded();
    await anna.screenshot('hosting-backups');
    await exportConversations(anna);

    await anna.quit();
    loseKeychain(anna);
    await anna.launch();
    await expect(anna.screen('recover')).toBeVisible();
    await anna.screenshot('recover');
    await anna.page.getByLabel('Recovery key').fill(key.slice(0, 4));
    await anna.page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(anna.page.getByText('has 56 letters and digits, not 4')).toBeVisible();
    await anna.page.getByLabel('Recovery key').fill(key);
    await anna.page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(anna.screen('sign-in')).toBeVisible();
    await signIn(anna);

    // The keychain has the key again: the next start asks for nothing.
    await anna.quit();
    await anna.launch();
    await expect(anna.screen('main')).toBeVisible();
  } finally {
    await anna.remove();
  }
});

/** With the recovery key there is somebody who could open it. */
async function backUp({ app, page, profile }: Desktop): Promise<void> {
  const folder = path.join(profile, 'stick');
  mkdirSync(folder);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
  const section = page.getByRole('region', { name: 'Backups' });
  await expect(section).toContainText('No backup has been made yet.');
  await section.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(section).toContainText(folder);
  await section.getByRole('button', { name: 'Back up now' }).click();
  await expect(section).toContainText('Last backup:', { timeout: 30_000 });
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^future-talk-auto-.*\.ftbackup$/)]);
  await section.getByRole('switch').click();
  await expect(section).toContainText('Next:');
}

async function exportConversations({ app, page, profile }: Desktop): Promise<void> {
  const folder = path.join(profile, 'export');
  mkdirSync(folder);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
  await page.getByRole('button', { name: 'Settings' }).click();
  const section = page.getByRole('region', { name: 'Your conversations' });
  await section.getByRole('button', { name: 'Export…' }).click();
  await expect(section).toContainText('Exported to:');
  const [name = ''] = readdirSync(folder);
  expect(readdirSync(path.join(folder, name))).toEqual(['index.html']);
}

async function signIn({ page }: Desktop): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Username').fill('anna');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByTestId('screen-main')).toBeVisible();
}
