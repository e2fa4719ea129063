import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { hostHere, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { takePictures } from './support/pictures.ts';

const script = path.resolve(import.meta.dirname, '../../scripts/release.mjs');
const packages = ['linux-x64.tar.gz', 'win-x64.exe', 'mac-universal.dmg'];

/** Packages of a version, as its makers sign them. */
function packed(folder: string, version: string, key: string): string {
  mkdirSync(folder);
  for (const ending of packages) {
    const content = `version ${version}, a package for ${ending}`;
    writeFileSync(path.join(folder, `future-talk-${version}-${ending}`), content);
  }
  execFileSync(process.execPath, [script, folder, '--key', key]);
  return path.join(folder, 'release.json');
}

/** On the Hosting page; what the person chooses is a release.json. */
async function add({ app, page }: Desktop, chosen: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, chosen);
  await page.getByRole('button', { name: 'Add a version…' }).click();
}

test('the host adds a version that its makers signed, and the app fetches it and says so', async () => {
  const keys = mkdtempSync(path.join(tmpdir(), 'future-talk-keys-'));
  const key = path.join(keys, 'release.pem');
  execFileSync(process.execPath, [script, '--new-key', key]);
  const anna = new Desktop('anna', { FUTURE_TALK_RELEASE_KEY: `${key}.pub` });
  try {
    await anna.launch();
    await hostHere(anna, 'anyone');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    const { page } = anna;
    await page.getByRole('button', { name: 'Hosting' }).click();
    const section = page.getByRole('region', { name: 'New versions of the app' });
    await expect(section).toContainText('No version is handed on.');
    const tampered = packed(path.join(keys, 'tampered'), '8.0.0', key);
    writeFileSync(
      path.join(keys, 'tampered/future-talk-8.0.0-linux-x64.tar.gz'),
      'malware 8.0.0, a package for linux-x64.tar.gz',
    );
    await add(anna, tampered);
    await expect(section.getByRole('alert')).toContainText('A package is damaged');
    await expect(section).toContainText('No version is handed on.');
    await takePictures(anna, 'releases-refused', () => section.scrollIntoViewIfNeeded());
    await add(anna, packed(path.join(keys, 'good'), '9.0.0', key));
    await expect(section).toContainText('Version 9.0.0 is handed on.');
    await expect(section).toContainText('3 packages');

    await page
      .getByRole('button', { name: 'Settings, a newer version of the app is here' })
      .click();
    await expect(page.getByTestId('update')).toContainText('Version 9.0.0 is ready to install');
    await expect(page.getByTestId('update')).toContainText('unpack it in place of this app');
    await expect(page.getByRole('button', { name: 'Install…' })).toBeVisible();
    await takePictures(anna, 'update-ready');
    await page.getByRole('button', { name: 'Hosting' }).click();
    await section.getByRole('button', { name: 'Take it back' }).click();
    await expect(section).toContainText('No version is handed on.');
  } finally {
    await anna.remove();
    rmSync(keys, { recursive: true, force: true });
  }
});
