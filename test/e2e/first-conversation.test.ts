import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { electronFlags } from '../support/desktop-session.ts';
import {
  acceptRequest,
  askToBeFriends,
  composer,
  conversationItem,
  hostedPort,
  hostHere,
  joinAt,
  messageFriend,
  messages,
  send,
  signUp,
} from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { PlainDevtools } from './support/plain-devtools.ts';

test('two people host, join, become friends and talk', async () => {
  const anna = new Desktop('anna');
  const ben = new Desktop('ben');
  try {
    await test.step('Anna hosts and signs up', async () => {
      await anna.launch();
      await expect(anna.screen('first-run')).toBeVisible();
      await anna.screenshot('first-run');
      await hostHere(anna, 'anyone');
      await anna.screenshot('sign-up');
      await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
      await anna.screenshot('main-empty');
    });
    await test.step('Ben joins by address and signs up', async () => {
      await ben.launch();
      await joinAt(ben, `127.0.0.1:${String(await hostedPort(anna))}`);
      await signUp(ben, { username: 'ben', displayName: 'Ben Ito' });
    });
    await test.step('they become friends', async () => {
      await askToBeFriends(anna, 'ben');
      await anna.screenshot('people-find');
      await acceptRequest(ben, 'Anna Berg');
      await ben.screenshot('people-requests');
    });
    await test.step('they talk, both ways', async () => {
      await messageFriend(anna, 'Ben Ito');
      await send(anna, 'Good morning Ben, is the lathe free today?');
      await expect(conversationItem(ben, 'Anna Berg')).toContainText('is the lathe free today?');
      await expect(ben.page.getByTestId('unread-badge')).toContainText('1 unread message');
      await conversationItem(ben, 'Anna Berg').click();
      await expect(messages(ben, 'is the lathe free today?')).toHaveCount(1);
      await send(ben, 'From ten o’clock, all yours.');
      await expect(messages(anna, 'all yours')).toHaveCount(1);
    });
    await test.step('presence and typing are seen', async () => {
      await expect(anna.page.getByTestId('presence-dot').first()).toHaveAttribute(
        'data-online',
        'true',
      );
      await composer(ben).pressSequentially('One more');
      await expect(anna.page.getByTestId('typing-indicator')).toBeVisible();
      await anna.screenshot('conversation-typing');
      await composer(ben).fill('');
      await expect(anna.page.getByTestId('typing-indicator')).toBeHidden();
    });
    await test.step('read marks follow what is in front of the person', async () => {
      await ben.focus();
      const question = messages(anna, 'is the lathe free today?');
      await expect(question).toHaveAttribute('data-state', 'read');
      await ben.screenshot('conversation');
    });
  } finally {
    await ben.remove();
    await anna.remove();
  }
});

test('npm start opens the app, and ends with it', async () => {
  const profile = new Desktop('carol');
  // Tests are run by npm, which says where it is.
  const npm = process.env['npm_execpath'] ?? '';
  const flags = [`--user-data-dir=${profile.profile}`, '--remote-debugging-port=0'];
  const args = [npm, 'start', '--', ...flags, ...electronFlags()];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  const ended = once(child, 'exit');
  const devtools = await PlainDevtools.of(child);
  try {
    const isShown = `document.querySelector('[data-testid=screen-first-run]') !== null`;
    await expect.poll(() => devtools.inPage(isShown), { timeout: 30_000 }).toBe(true);
  } finally {
    await devtools.quit();
    expect(await ended).toEqual([0, null]);
    await profile.remove();
  }
});
