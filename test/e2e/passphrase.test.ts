import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { keepRecoveryKey, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';

const passphrase = 'seven grey herons';

async function choosePassphrase(desktop: Desktop, text: string): Promise<void> {
  const { page } = desktop;
  await expect(desktop.screen('choose-passphrase')).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill(text);
  await page.getByLabel('The same passphrase again').fill(text);
  await page.getByRole('button', { name: 'Use this passphrase' }).click();
}

async function unlock(desktop: Desktop, text: string): Promise<void> {
  await expect(desktop.screen('unlock')).toBeVisible();
  await desktop.page.getByLabel('Passphrase', { exact: true }).fill(text);
  await desktop.page.getByRole('button', { name: 'Unlock', exact: true }).click();
}

/** Hosts for anyone, up to the first account; answers the recovery key. */
async function hostAndSignUp(desktop: Desktop): Promise<string> {
  const { page } = desktop;
  await page.getByText('Host on this computer').first().click();
  await page.getByText('Anyone who can reach this computer').click();
  await page.getByRole('button', { name: 'Start hosting' }).click();
  const recoveryKey = await keepRecoveryKey(desktop);
  await signUp(desktop, { username: 'anna', displayName: 'Anna Berg' });
  return recoveryKey;
}

/** Chromium marks what it seals under its built-in password, or a keychain's, with v10 or v11. */
function sealedByChromium(desktop: Desktop): string[] {
  const folder = path.join(desktop.profile, 'secrets');
  return readdirSync(folder).filter((name) =>
    /^v1\d/.test(readFileSync(path.join(folder, name), 'latin1')),
  );
}

test('without a keychain a passphrase protects the keys, at each start', async () => {
  const anna = new Desktop('anna', {}, 'basic');
  try {
    await anna.launch();
    await anna.page.getByLabel('Passphrase', { exact: true }).fill('short');
    await anna.page.getByRole('button', { name: 'Use this passphrase' }).click();
    await expect(anna.page.getByText('At least 8 characters.', { exact: true })).toBeVisible();
    await anna.screenshot('choose-passphrase');
    await choosePassphrase(anna, passphrase);
    const recoveryKey = await hostAndSignUp(anna);
    expect(sealedByChromium(anna)).toEqual([]);

    await anna.quit();
    await anna.launch();
    await unlock(anna, 'seven grey heron');
    await expect(anna.page.getByText('That is not the passphrase')).toBeVisible();
    await expect(anna.screen('main')).toBeHidden();
    await anna.screenshot('unlock');
    await unlock(anna, passphrase);
    await expect(anna.screen('main')).toBeVisible();

    // Forgotten: another passphrase, and the recovery key for what is hosted here.
    await anna.quit();
    await anna.launch();
    await anna.page.getByRole('button', { name: 'I have forgotten it…' }).click();
    await anna.page.getByRole('button', { name: 'Choose another' }).click();
    await choosePassphrase(anna, 'eight white swans');
    await expect(anna.screen('recover')).toBeVisible();
    await anna.page.getByLabel('Recovery key').fill(recoveryKey);
    await anna.page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(anna.screen('sign-in')).toBeVisible();
    await anna.quit();
    await anna.launch();
    await unlock(anna, 'eight white swans');
    await expect(anna.screen('sign-in')).toBeVisible();
  } finally {
    await anna.remove();
  }
});
