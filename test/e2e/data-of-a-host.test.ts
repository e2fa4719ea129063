import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { MovableClock } from '../../demo/movable-clock.ts';
import {
  chooseInConversation,
  conversationCalled,
  hostHere,
  keepRecoveryKey,
  messages,
  password,
  send,
  signUp,
} from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { takePictures } from './support/pictures.ts';
import { visit } from './support/visitor.ts';

const dayMs = 86_400_000;

test('the host says how long messages are kept, backs up under a passphrase, and restores elsewhere', async () => {
  const clock = new MovableClock();
  const anna = new Desktop('anna', clock.environment());
  const anew = new Desktop('anew');
  try {
    await anna.launch();
    clock.set(new Date(Date.now() - 40 * dayMs));
    await hostHere(anna, 'anyone');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    await visit(anna, { username: 'ben', displayName: 'Ben Okafor', says: 'Forty days ago' });
    await conversationCalled(anna, 'Ben').click();
    await expect(messages(anna, 'Forty days ago')).toBeVisible();
    clock.setToNow();
    await send(anna, 'Today');
    await expect(messages(anna, 'Today')).toBeVisible();
    await keepFor30Days(anna);
    const backup = await backUp(anna);
    await anna.quit();
    await anew.launch();
    await restore(anew, backup);
    await conversationCalled(anew, 'Ben').click();
    await expect(messages(anew, 'Today')).toBeVisible();
  } finally {
    await anew.remove();
    await anna.remove();
    clock.remove();
  }
});

async function keepFor30Days(anna: Desktop): Promise<void> {
  const { page } = anna;
  await page.getByRole('button', { name: 'Hosting' }).click();
  const section = page.getByRole('region', { name: 'How long messages are kept' });
  const rule = section.getByLabel('Messages are kept');
  await rule.selectOption({ label: '30 days' });
  const question = page.getByRole('dialog', { name: 'Remove 1 message?' });
  await expect(question).toBeVisible();
  await takePictures(anna, 'retention-question');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(rule).toHaveValue('forever');
  await rule.selectOption({ label: '30 days' });
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(question).toBeHidden();
  await expect(rule).toHaveValue('30');
  await takePictures(anna, 'hosting-retention', () => section.scrollIntoViewIfNeeded());

  await conversationCalled(anna, 'Ben').click();
  await expect(messages(anna, 'Forty days ago')).toHaveCount(0);
  await expect(messages(anna, 'Today')).toBeVisible();
  await expect(page.getByRole('log')).toContainText('Messages are kept here for 30 days');
  await takePictures(anna, 'conversation-with-a-rule');
  await chooseInConversation(anna, 'How long messages are kept…');
  const dialog = page.getByRole('dialog', { name: 'How long messages are kept' });
  await expect(dialog.getByLabel('Messages are kept')).toHaveValue('as_server');
  await dialog.getByLabel('Messages are kept').selectOption({ label: 'For ever' });
  await takePictures(anna, 'retention-of-a-conversation');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('log')).not.toContainText('Messages are kept here');
}

const passphrase = 'a long walk on the beach';

/** Under a passphrase that is chosen before; answers the file. */
async function backUp({ app, page, profile }: Desktop): Promise<string> {
  const folder = path.join(profile, 'stick');
  mkdirSync(folder);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
  await page.getByRole('button', { name: 'Hosting' }).click();
  const section = page.getByRole('region', { name: 'Backups' });
  await section.getByRole('button', { name: 'Choose a folder…' }).click();
  await section.getByRole('button', { name: 'Choose one…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Passphrase for backups' });
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await dialog.getByLabel('The same passphrase again').fill('another');
  await dialog.getByRole('button', { name: 'Use this passphrase' }).click();
  await expect(dialog).toContainText('The two are not the same.');
  await dialog.getByLabel('The same passphrase again').fill(passphrase);
  await dialog.getByRole('button', { name: 'Use this passphrase' }).click();
  await expect(section).toContainText('It opens new backups');
  await section.getByRole('button', { name: 'Back up now' }).click();
  await expect(section).toContainText('Last backup:', { timeout: 30_000 });
  return path.join(folder, readdirSync(folder)[0] ?? '');
}

async function restore(desktop: Desktop, backup: string): Promise<void> {
  const { app, page } = desktop;
  await page.getByText('Host on this computer').first().click();
  await page.getByRole('button', { name: 'Restore from a backup…' }).click();
  await page.getByRole('button', { name: 'Restore and host' }).click();
  await expect(page.getByText('Choose the file.')).toBeVisible();
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, backup);
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(page.getByText(path.basename(backup))).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill('a guess');
  await page.getByRole('button', { name: 'Restore and host' }).click();
  await expect(page.getByText('This passphrase does not open the backup.')).toBeVisible();
  await takePictures(desktop, 'restore');
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Restore and host' }).click();
  await keepRecoveryKey(desktop);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Username').fill('anna');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(desktop.screen('main')).toBeVisible();
}
