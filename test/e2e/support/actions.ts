import { spawnSync } from 'node:child_process';
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Desktop } from './desktop.ts';

/** A window of the app, whether it runs from its sources or from a package. */
type Shown = Pick<Desktop, 'page' | 'screen'>;

export const password = 'correct horse battery';

/** From the first screen to a running server, and there to its first account or, later, one's own. */
export async function hostHere(
  desktop: Shown,
  audience: 'anyone' | 'invited',
  arrivesAt: 'sign-in' | 'main' = 'sign-in',
): Promise<void> {
  const { page } = desktop;
  await page.getByText('Host on this computer').first().click();
  await page.getByLabel('Name of the server').fill('The workshop');
  const choice =
    audience === 'anyone' ? 'Anyone who can reach this computer' : 'Those with an invite code';
  await page.getByText(choice).click();
  await page.getByRole('button', { name: 'Start hosting' }).click();
  if (arrivesAt === 'sign-in') await keepRecoveryKey(desktop);
  await expect(desktop.screen(arrivesAt)).toBeVisible();
}

/** On the screen that shows it; answers the key, group by group as it is shown. */
export async function keepRecoveryKey(desktop: Shown): Promise<string> {
  const { page } = desktop;
  const groups = page.getByTestId('recovery-key').locator('span');
  await expect(groups).toHaveCount(14, { timeout: 30_000 });
  const shown = await groups.allTextContents();
  await page.getByLabel('I have kept it in a safe place').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(desktop.screen('recovery-key')).toBeHidden();
  return shown.join('-');
}

export async function joinAt(desktop: Shown, address: string): Promise<void> {
  const { page } = desktop;
  await page.getByText('Join a server').first().click();
  await page.getByLabel('Address').fill(address);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const question = desktop.page.getByTestId('trust-question');
  await expect(question.or(desktop.screen('sign-in'))).toBeVisible();
  // A server that is known asks no question.
  if (await question.isVisible()) await confirmServer(desktop);
}

/** Says that the fingerprint on the screen is the server's; answers it. */
export async function confirmServer(desktop: Shown): Promise<string> {
  const question = desktop.page.getByTestId('trust-question');
  const fingerprint = await fingerprintIn(question);
  await question.getByRole('button', { name: 'It is the same: connect' }).click();
  await expect(desktop.screen('sign-in')).toBeVisible();
  return fingerprint;
}

/** The words and digits that stand in a part of the screen. */
export async function fingerprintIn(part: Locator): Promise<string> {
  const text = await part.getByTestId('fingerprint').innerText();
  return text.trim().replaceAll(/\s+/g, ' ');
}

interface NewAccount {
  username: string;
  displayName: string;
  inviteCode?: string;
}

export async function signUp(desktop: Shown, account: NewAccount): Promise<void> {
  const { page } = desktop;
  await page.getByLabel('Username').fill(account.username);
  await page.getByLabel(/^Name/).fill(account.displayName);
  await page.getByLabel('Password', { exact: true }).fill(password);
  if (account.inviteCode !== undefined) {
    await page.getByLabel('Invite code').fill(account.inviteCode);
  }
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(desktop.screen('main')).toBeVisible();
}

/** The port of the server that this copy hosts; null while it hosts none that runs. */
export async function hostedPort(desktop: Shown): Promise<number | null> {
  const state = await desktop.page.evaluate(async () => window.futureTalk.call('getHostingState'));
  return state.ok && state.value.status === 'running' ? state.value.port : null;
}

/** The processes of the server that this copy hosts: one, or none while it is being restarted. */
export function serverProcessIds(desktop: Desktop): number[] {
  const parent = String(desktop.app.process().pid);
  const { stdout } = spawnSync('pgrep', ['-P', parent, '-f', 'out/server/main.js'], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter(Boolean).map(Number);
}

export async function askToBeFriends(desktop: Shown, username: string): Promise<void> {
  const { page } = desktop;
  await openPeople(desktop);
  await page.getByRole('tab', { name: 'Find people' }).click();
  await page.getByLabel('Search by name or username').fill(username);
  await page
    .getByRole('button', { name: /^(Ask|Add)/ })
    .first()
    .click();
}

export async function acceptRequest(desktop: Shown, displayName: string): Promise<void> {
  const { page } = desktop;
  await openPeople(desktop);
  await page.getByRole('tab', { name: /Requests/ }).click();
  await page.getByRole('button', { name: `Accept ${displayName}` }).click();
}

export async function openPeople(desktop: Shown): Promise<void> {
  await desktop.page.getByRole('button', { name: /^People/ }).click();
  await expect(desktop.screen('people')).toBeVisible();
}

/** From the list of friends into the conversation with one of them. */
export async function messageFriend(desktop: Shown, displayName: string): Promise<void> {
  const { page } = desktop;
  await openPeople(desktop);
  await page.getByRole('tab', { name: /Friends/ }).click();
  await page.getByRole('button', { name: `Message ${displayName}` }).click();
  await expect(composer(desktop)).toBeVisible();
}

export function composer(desktop: Shown): Locator {
  return desktop.page.getByTestId('composer-input');
}

export async function send(desktop: Shown, text: string): Promise<void> {
  await composer(desktop).fill(text);
  await composer(desktop).press('Enter');
}

/** The bubbles that show this text; there should be one. */
export function messages(desktop: Shown, text: string): Locator {
  return desktop.page.getByTestId('message').filter({ hasText: text });
}

export function conversationItem(desktop: Shown, name: string): Locator {
  return desktop.page.getByTestId('conversation-item').filter({ hasText: name });
}

/** The one whose name begins so, whatever others have in their last message. */
export function conversationCalled(desktop: Shown, name: string): Locator {
  return desktop.page.locator(`[data-testid="conversation-item"][data-name^="${name}"]`);
}

/** Stops the server as the Hosting page does, after which the app is back on its first screen. */
export async function stopHosting(desktop: Shown): Promise<void> {
  const { page } = desktop;
  await page.getByRole('button', { name: 'Hosting' }).click();
  await page.getByRole('button', { name: 'Stop hosting' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop hosting' }).click();
  await expect(desktop.screen('first-run')).toBeVisible();
}

/** Chooses from the menu of the conversation that is open. */
export async function chooseInConversation(desktop: Shown, item: string): Promise<void> {
  await desktop.page.getByRole('button', { name: 'Conversation options' }).click();
  await desktop.page.getByRole('menuitem', { name: item }).click();
}

/** How many messages the list says are unread; zero when it says nothing. */
export function unreadBadge(desktop: Shown, name: string): Locator {
  return conversationItem(desktop, name).getByTestId('unread-badge');
}
