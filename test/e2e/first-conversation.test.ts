import { expect, test } from '@playwright/test';
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
