import { expect, test } from '@playwright/test';
import { fingerprintIn, hostHere, joinAt, password, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { LoneServer } from './support/lone-server.ts';

let anna: Desktop;
let ben: Desktop;
let accounts = 0;

test.beforeAll(async () => {
  anna = new Desktop('anna');
  await anna.launch();
  await hostHere(anna, 'invited');
  await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
});

test.afterAll(async () => {
  await anna.remove();
});

test.beforeEach(async () => {
  ben = new Desktop('ben');
  await anna.page.getByRole('button', { name: 'Settings' }).click();
  await anna.page.getByRole('button', { name: 'Hosting' }).click();
});

test.afterEach(async () => {
  await ben.remove();
  // The next test finds no code but its own.
  await anna.page.getByRole('button', { name: /^Revoke/ }).click();
  await expect(anna.page.getByRole('button', { name: /^Revoke/ })).toHaveCount(0);
});

/** Makes a code and answers its link, as the host's screen shows it. */
async function makeLink(): Promise<string> {
  await anna.page.getByRole('button', { name: 'Make a code' }).click();
  await anna.page.getByRole('button', { name: /^Show link and QR code/ }).click();
  const link = (await anna.page.getByTestId('invite-link').innerText()).trim();
  await expect(anna.page.getByRole('img', { name: /^QR code/ })).toBeVisible();
  await anna.screenshot('invite-link');
  await anna.page.getByRole('button', { name: 'Copy the link' }).click();
  await expect.poll(() => anna.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(link);
  await anna.page.keyboard.press('Escape');
  return link;
}

/** One that nobody has on Anna's server yet. */
async function createAccount(desktop: Desktop): Promise<void> {
  await expect(desktop.screen('sign-in')).toBeVisible();
  accounts += 1;
  await signUp(desktop, { username: `ben${String(accounts)}`, displayName: 'Ben Ito' });
}

test('a link is pasted, joins without a question, and brings its code along', async () => {
  const link = await makeLink();
  await ben.launch();
  await ben.page.getByText('Join a server').first().click();
  await ben.page.getByLabel('Address').fill(link);
  await ben.page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(ben.screen('sign-in')).toBeVisible();
  await expect(ben.page.getByLabel('Invite code')).toHaveValue(/^[0-9A-Z-]{14}$/);
  await ben.screenshot('sign-up-by-link');
  await createAccount(ben);
  await anna.page.getByRole('button', { name: 'Settings' }).click();
  await anna.page.getByRole('button', { name: 'Hosting' }).click();
  await expect(anna.page.getByText('Used up')).toBeVisible();
});

test('a link starts the app and goes on to the server', async () => {
  await ben.launch({ link: await makeLink() });
  await createAccount(ben);
});

test('a link opens in the running app', async () => {
  const link = await makeLink();
  await ben.launch();
  await expect(ben.screen('first-run')).toBeVisible();
  await ben.click(link);
  await createAccount(ben);
});

test('a link with a damaged key says so and connects to nothing', async () => {
  const link = await makeLink();
  await ben.launch({ link: link.slice(0, -1) });
  await expect(ben.page.getByText('key is missing or damaged')).toBeVisible();
  await ben.screenshot('link-damaged');
  await expect(ben.page.getByLabel('Address')).toHaveValue(link.slice(0, -1));
});

test('a link to a server with another key stops with an explanation', async () => {
  const link = new URL(await makeLink());
  const other = Buffer.alloc(32, 7).toString('base64url');
  link.searchParams.set('key', other);
  await ben.launch({ link: link.href });
  await expect(ben.page.getByText('is not the one that was meant')).toBeVisible();
  await ben.screenshot('link-to-a-stranger');
});

test('who is signed in elsewhere is asked first', async () => {
  const link = await makeLink();
  const office = await LoneServer.start('The office');
  try {
    await ben.launch();
    await joinAt(ben, `127.0.0.1:${String(office.port)}`);
    await signUp(ben, { username: 'ben', displayName: 'Ben Ito' });
    await ben.click(link);
    const dialog = ben.page.getByRole('dialog');
    await expect(dialog).toContainText('You leave The office for it');
    await ben.screenshot('link-while-signed-in');
    await dialog.getByRole('button', { name: 'Stay here' }).click();
    await expect(dialog).toBeHidden();
    await expect(ben.screen('main')).toBeVisible();

    await ben.click(link);
    await dialog.getByRole('button', { name: 'Go to the other server' }).click();
    await createAccount(ben);
    await ben.click(link);
    await expect(dialog).toContainText('where you already are');
  } finally {
    await office.stop();
  }
});

test('by address the fingerprint on both screens is the same, also in a conversation’s menu', async () => {
  const hosting = await fingerprintIn(anna.screen('hosting'));
  await anna.screenshot('hosting-fingerprint');
  const link = new URL(await makeLink());
  await ben.launch();
  await ben.page.getByText('Join a server').first().click();
  await ben.page.getByLabel('Address').fill(`127.0.0.1:${link.searchParams.get('port') ?? ''}`);
  await ben.page.getByRole('button', { name: 'Connect', exact: true }).click();
  const question = ben.page.getByTestId('trust-question');
  expect(await fingerprintIn(question)).toBe(hosting);
  expect(hosting).toMatch(/^([a-z]+ ){5}\d{5} \d{5}$/);
  await ben.screenshot('trust-question');
  await ben.page.emulateMedia({ colorScheme: 'dark' });
  await ben.screenshot('trust-question-dark');

  // Refused, it is asked again; trusted, it is not.
  await question.getByRole('button', { name: 'Do not connect' }).click();
  await ben.page.getByRole('button', { name: 'Connect', exact: true }).click();
  await question.getByRole('button', { name: 'It is the same: connect' }).click();
  await ben.page.getByLabel('Invite code').fill(link.searchParams.get('code') ?? '');
  await createAccount(ben);
  await ben.page.getByRole('button', { name: 'Settings' }).click();
  expect(await fingerprintIn(ben.screen('settings'))).toBe(hosting);
  await ben.page.getByRole('button', { name: 'Sign out', exact: true }).last().click();
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await ben.page.getByRole('button', { name: 'Use another server' }).click();
  await joinWithoutQuestion(ben, `127.0.0.1:${link.searchParams.get('port') ?? ''}`);
});

async function joinWithoutQuestion(desktop: Desktop, address: string): Promise<void> {
  await desktop.page.getByText('Join a server').first().click();
  await desktop.page.getByLabel('Address').fill(address);
  await desktop.page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(desktop.screen('sign-in')).toBeVisible();
  await desktop.page.getByLabel('Username').fill('ben');
  await desktop.page.getByLabel('Password', { exact: true }).fill(password);
}
