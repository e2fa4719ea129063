import { expect, test } from '@playwright/test';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import type { ServerInformation } from '#protocol/server.ts';
import { fingerprintIn, joinAt, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { LoneServer } from './support/lone-server.ts';
import { meetAndTalk } from './support/pair.ts';

/** What a server says of itself to this computer, where the plain API is open. */
async function informationOf({ url }: LoneServer): Promise<ServerInformation> {
  const answer = await fetch(`${url}/api/v1/server`);
  return (await answer.json()) as ServerInformation;
}

test('a server with another key at a known address stops the app, which explains', async () => {
  const ben = new Desktop('ben');
  const office = await LoneServer.start('The office');
  let impostor: LoneServer | null = null;
  try {
    await ben.launch();
    await joinAt(ben, `127.0.0.1:${String(office.port)}`);
    await signUp(ben, { username: 'ben', displayName: 'Ben Ito' });
    const before = await informationOf(office);

    await office.stop();
    impostor = await LoneServer.start('The office', office.port);
    const now = await informationOf(impostor);
    expect(now.public_key).not.toBe(before.public_key);

    const screen = ben.screen('key-change');
    await expect(screen).toBeVisible({ timeout: 30_000 });
    await expect(screen).toContainText('“The office”');
    const shown = await screen.getByTestId('fingerprint').allInnerTexts();
    expect(shown.map((text) => text.trim().replaceAll(/\s+/g, ' '))).toEqual([
      fingerprintOf(Buffer.from(before.public_key, 'base64url')),
      fingerprintOf(Buffer.from(now.public_key, 'base64url')),
    ]);
    await ben.screenshot('key-changed');
    await ben.page.emulateMedia({ colorScheme: 'dark' });
    await ben.screenshot('key-changed-dark');
    await ben.page.emulateMedia({ colorScheme: 'light' });

    await test.step('it stays so after a restart of the app', async () => {
      await ben.quit();
      await ben.launch();
      await expect(ben.screen('key-change')).toBeVisible({ timeout: 30_000 });
    });
    await test.step('not connecting leads back to the first screen, and asks again', async () => {
      await ben.page.getByRole('button', { name: 'Do not connect' }).click();
      await expect(ben.screen('first-run')).toBeVisible();
      await ben.page.getByText('Join a server').first().click();
      await ben.page.getByLabel('Address').fill(`127.0.0.1:${String(office.port)}`);
      await ben.page.getByRole('button', { name: 'Connect', exact: true }).click();
      await expect(ben.page.getByTestId('changed-key')).toBeVisible();
    });
    await test.step('trusting takes a second word, and begins without the old session', async () => {
      await ben.page.getByRole('button', { name: 'Trust the new key…' }).click();
      const dialog = ben.page.getByRole('dialog');
      expect(await fingerprintIn(dialog)).toBe(now.fingerprint);
      await dialog.getByRole('button', { name: 'Trust the new key', exact: true }).click();
      await expect(ben.screen('sign-in')).toBeVisible();
      await ben.page.getByRole('button', { name: 'Create an account' }).click();
      await signUp(ben, { username: 'ben', displayName: 'Ben Ito' });
    });
  } finally {
    await ben.remove();
    await impostor?.stop();
  }
});

test('both people of a conversation see the same fingerprint', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    const seen = [];
    for (const desktop of [anna, ben]) {
      await desktop.page.getByRole('button', { name: 'Conversation options' }).click();
      await desktop.page.getByRole('menuitem', { name: 'Verify server' }).click();
      seen.push(await fingerprintIn(desktop.page.getByTestId('verify-server')));
    }
    expect(seen[0]).toMatch(/^([a-z]+ ){5}\d{5} \d{5}$/);
    expect(seen[1]).toBe(seen[0]);
    await ben.screenshot('verify-server');
  } finally {
    await end();
  }
});
