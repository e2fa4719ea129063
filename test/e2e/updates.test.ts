import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { hostHere, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';

const script = path.resolve(import.meta.dirname, '../../scripts/release.mjs');
const packages = ['linux-x64.tar.gz', 'win-x64.exe', 'mac-universal.dmg'];

test('a release that the host holds, and its makers signed, is fetched and said to be ready', async () => {
  const keys = mkdtempSync(path.join(tmpdir(), 'future-talk-keys-'));
  const key = path.join(keys, 'release.pem');
  execFileSync(process.execPath, [script, '--new-key', key]);
  const anna = new Desktop('anna', { FUTURE_TALK_RELEASE_KEY: `${key}.pub` });
  try {
    await anna.launch();
    await hostHere(anna, 'anyone');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    const releases = path.join(anna.profile, 'server/releases');
    mkdirSync(releases);
    for (const ending of packages) {
      writeFileSync(path.join(releases, `future-talk-9.0.0-${ending}`), `a package for ${ending}`);
    }
    execFileSync(process.execPath, [script, releases, '--key', key]);

    await anna.page.getByRole('button', { name: 'Settings' }).click();
    await expect(anna.page.getByTestId('update')).toContainText(
      'Version 9.0.0 is ready to install',
    );
    await expect(anna.page.getByRole('button', { name: 'Install…' })).toBeVisible();
    await anna.screenshot('update-ready');
  } finally {
    await anna.remove();
    rmSync(keys, { recursive: true, force: true });
  }
});
