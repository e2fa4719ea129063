import { expect, test } from '@playwright/test';
import {
  clearNotifications,
  notificationHistory,
  shownNotifications,
} from '../support/desktop-session.ts';
import {
  conversationItem,
  hostedPort,
  joinAt,
  messages,
  password,
  send,
} from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { meetAndTalk } from './support/pair.ts';
import type { Pair } from './support/pair.ts';

// The people stay for the whole file: each test goes on from where the one before left them. They
// sign in five times in all, which is as often as the server lets one in half a minute.
test.describe.configure({ mode: 'serial' });

const newPassword = 'a different one altogether';
let pair: Pair;
/** Ben's second computer. */
let laptop: Desktop;

test.beforeAll(async () => {
  pair = await meetAndTalk();
  laptop = new Desktop('laptop');
  await laptop.launch();
  await joinAt(laptop, `127.0.0.1:${String(await hostedPort(pair.anna))}`);
  await laptop.page.getByRole('button', { name: 'Sign in' }).click();
});

test.afterAll(async () => {
  await laptop.remove();
  await pair.end();
});

test('a second device shows the same conversations, and what the first one sends', async () => {
  const { anna, ben } = pair;
  await signIn(laptop, 'ben', password);
  await expect(laptop.screen('main')).toBeVisible();
  await conversationItem(laptop, 'Anna Berg').click();
  await expect(messages(laptop, 'Hello Ben')).toHaveCount(1);
  await send(ben, 'Sent from the desk');
  await expect(messages(laptop, 'Sent from the desk')).toHaveCount(1);
  await send(laptop, 'Sent from the laptop');
  for (const desktop of [anna, ben]) {
    await expect(messages(desktop, 'Sent from the laptop')).toHaveCount(1);
  }
});

test('what is read on one device is read on the other', async () => {
  const { anna, ben } = pair;
  await ben.page.getByRole('button', { name: 'Settings' }).click();
  await laptop.page.getByRole('button', { name: 'Settings' }).click();
  await send(anna, 'Read me anywhere');
  for (const desktop of [ben, laptop]) {
    await expect(conversationItem(desktop, 'Anna Berg')).toContainText('1 unread message');
  }
  await conversationItem(ben, 'Anna Berg').click();
  await ben.focus();
  await expect(laptop.page.getByTestId('unread-badge')).toHaveCount(0);
  await test.step('and its notification goes away', async () => {
    await clearNotifications();
    await send(anna, 'Seen at the desk at once');
    // From the laptop alone: Ben looks at the other one.
    await expect.poll(notificationHistory).toMatchObject([{ body: 'Seen at the desk at once' }]);
    await expect.poll(shownNotifications).toBe(0);
  });
});

test('another device is signed out from the list of sessions, and told so', async () => {
  const { ben } = pair;
  await ben.page.getByRole('button', { name: 'Settings' }).click();
  const signOutOther = ben.page.getByRole('button', { name: /^Sign out on / });
  await expect(signOutOther).toHaveCount(1);
  await signOutOther.click();
  await expect(signOutOther).toHaveCount(0);
  await expect(laptop.screen('sign-in')).toBeVisible();
  await expect(laptop.page.getByText('You were signed out from another device')).toBeVisible();
  await expect(ben.screen('settings')).toBeVisible();
});

test('a changed password ends the other sessions; only the new one opens', async () => {
  const { ben } = pair;
  await signIn(laptop, 'ben', password);
  await expect(laptop.screen('main')).toBeVisible();
  await changePassword(ben, 'not the password', newPassword);
  await expect(ben.page.getByText('The current password is wrong')).toBeVisible();
  await expect(laptop.screen('main')).toBeVisible();
  await changePassword(ben, password, newPassword);
  await expect(ben.page.getByText('Password changed.')).toBeVisible();
  await expect(laptop.page.getByText('Your password was changed on another device')).toBeVisible();
  await signIn(laptop, 'ben', password);
  await expect(laptop.page.getByRole('alert').first()).toBeVisible();
  await expect(laptop.screen('sign-in')).toBeVisible();
  await signIn(laptop, 'ben', newPassword);
  await expect(laptop.screen('main')).toBeVisible();
});

test('who signs out is asked to sign in, and finds everything as it was', async () => {
  const { anna, ben } = pair;
  await ben.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(ben.page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await expect(ben.page.getByText('Hello Ben')).toHaveCount(0);
  // A session that was ended does not come back with the app.
  await ben.quit();
  await ben.launch();
  await expect(ben.screen('sign-in')).toBeVisible();
  await ben.page.getByRole('button', { name: 'Sign in' }).click();
  await signIn(ben, 'ben', newPassword);
  await conversationItem(ben, 'Anna Berg').click();
  await expect(messages(ben, 'Hello Ben')).toHaveCount(1);
  await send(ben, 'Here again');
  await expect(messages(anna, 'Here again')).toHaveCount(1);
});

async function signIn(desktop: Desktop, username: string, word: string): Promise<void> {
  await desktop.page.getByLabel('Username').fill(username);
  await desktop.page.getByLabel('Password', { exact: true }).fill(word);
  await desktop.page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function changePassword(desktop: Desktop, current: string, wanted: string): Promise<void> {
  await desktop.page.getByLabel('Current password').fill(current);
  await desktop.page.getByLabel('New password').fill(wanted);
  await desktop.page.getByRole('button', { name: 'Change password' }).click();
}
