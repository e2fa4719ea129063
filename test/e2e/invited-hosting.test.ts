import { expect, test } from '@playwright/test';
import { hostedPort, hostHere, joinAt, password, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';

test('those with an invite code may join, as long as the code lasts', async () => {
  const anna = new Desktop('anna');
  const ben = new Desktop('ben');
  try {
    await anna.launch();
    await hostHere(anna, 'invited');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    await anna.page.getByRole('button', { name: 'Hosting' }).click();
    await expect(anna.screen('hosting')).toBeVisible();
    const code = await makeCode(anna);
    await test.step('the code is copied', async () => {
      await anna.page.getByRole('button', { name: `Copy code ${code}` }).click();
      await expect.poll(() => clipboard(anna)).toBe(code);
      await expect(anna.page.getByText('Used 0 of 1')).toBeVisible();
    });

    await ben.launch();
    await joinAt(ben, `127.0.0.1:${String(await hostedPort(anna))}`);
    await test.step('without a code, and with a wrong one, nobody gets in', async () => {
      await fillIn(ben, 'ben');
      await createAccount(ben);
      await expect(ben.page.getByText('An invite code is needed')).toBeVisible();
      await ben.page.getByLabel('Invite code').fill('AAAA-BBBB-CCCC');
      await createAccount(ben);
      await expect(ben.page.getByText(/unknown, used up/).first()).toBeVisible();
      await expect(ben.screen('sign-in')).toBeVisible();
    });
    await test.step('with the right one they do, and the host sees it used up', async () => {
      await ben.page.getByLabel('Invite code').fill(code);
      await createAccount(ben);
      await expect(ben.screen('main')).toBeVisible();
      await reopenHosting(anna);
      await expect(anna.page.getByText('Used up')).toBeVisible();
    });
    await test.step('a code that is used up or revoked lets nobody in', async () => {
      await signOut(ben);
      await ben.page.getByRole('button', { name: 'Create an account' }).click();
      await expectRefused(ben, 'carla', code);
      const revoked = await makeCode(anna);
      await anna.page.getByRole('button', { name: `Revoke code ${revoked}` }).click();
      await expect(anna.page.getByText(revoked)).toHaveCount(0);
      await expectRefused(ben, 'carla', revoked);
    });
    await test.step('opened to anyone, nobody is asked for a code', async () => {
      await anna.page.getByRole('switch', { name: /invite code/ }).click();
      await expect(anna.page.getByRole('switch', { name: /invite code/ })).toHaveAttribute(
        'aria-checked',
        'false',
      );
      await ben.page.getByRole('button', { name: 'Use another server' }).click();
      await joinAt(ben, `127.0.0.1:${String(await hostedPort(anna))}`);
      await ben.page.getByRole('button', { name: 'Create an account' }).click();
      await expect(ben.page.getByLabel('Invite code')).toHaveCount(0);
      await fillIn(ben, 'carla');
      await createAccount(ben);
      await expect(ben.screen('main')).toBeVisible();
    });
  } finally {
    await ben.remove();
    await anna.remove();
  }
});

function clipboard(desktop: Desktop): Promise<string> {
  return desktop.app.evaluate(({ clipboard: systemClipboard }) => systemClipboard.readText());
}

/** Makes a code that may be used once; answers it. */
async function makeCode(desktop: Desktop): Promise<string> {
  const revocations = desktop.page.getByRole('button', { name: /^Revoke code/ });
  const before = await labelsOf(desktop);
  await desktop.page.getByRole('button', { name: 'Make a code' }).click();
  await expect(revocations).toHaveCount(before.length + 1);
  const made = (await labelsOf(desktop)).find((label) => !before.includes(label));
  return made?.replace('Revoke code ', '') ?? '';
}

function labelsOf(desktop: Desktop): Promise<string[]> {
  return desktop.page
    .getByRole('button', { name: /^Revoke code/ })
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''));
}

/** The list is asked for anew when the page is opened. */
async function reopenHosting(desktop: Desktop): Promise<void> {
  await desktop.page.getByRole('button', { name: 'Settings' }).click();
  await desktop.page.getByRole('button', { name: 'Hosting' }).click();
}

async function fillIn(desktop: Desktop, username: string): Promise<void> {
  await desktop.page.getByLabel('Username').fill(username);
  await desktop.page.getByLabel('Password', { exact: true }).fill(password);
}

async function createAccount(desktop: Desktop): Promise<void> {
  await desktop.page.getByRole('button', { name: 'Create account' }).click();
}

async function expectRefused(desktop: Desktop, username: string, code: string): Promise<void> {
  await fillIn(desktop, username);
  await desktop.page.getByLabel('Invite code').fill('');
  await desktop.page.getByLabel('Invite code').fill(code);
  await createAccount(desktop);
  await expect(desktop.page.getByText(/unknown, used up/).first()).toBeVisible();
  await expect(desktop.screen('main')).toHaveCount(0);
}

async function signOut(desktop: Desktop): Promise<void> {
  await desktop.page.getByRole('button', { name: 'Settings' }).click();
  await desktop.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await desktop.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(desktop.screen('sign-in')).toBeVisible();
}
