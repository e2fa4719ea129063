import { expect, test } from '@playwright/test';
import {
  clearNotifications,
  clickNotification,
  notificationHistory,
} from '../support/desktop-session.ts';
import { conversationItem, messages, send } from './support/actions.ts';
import { meetAndTalk } from './support/pair.ts';

test('a message to a window that is not in front arrives as a notification and opens its conversation', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    await ben.page.getByRole('button', { name: 'Settings' }).click();
    await expect(ben.screen('settings')).toBeVisible();
    await ben.blur();
    await clearNotifications();

    await send(anna, 'The glue has dried');
    await expect
      .poll(notificationHistory)
      .toMatchObject([{ summary: 'Anna Berg', body: 'The glue has dried' }]);

    await clickNotification();
    await expect(messages(ben, 'The glue has dried')).toBeVisible();
    await expect.poll(() => ben.isFocused()).toBe(true);
  } finally {
    await end();
  }
});

test('a message to the conversation in front of the person makes no notification', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    await conversationItem(ben, 'Anna Berg').click();
    await ben.focus();
    await clearNotifications();
    await send(anna, 'You see this as it comes');
    await expect(messages(anna, 'You see this as it comes')).toHaveAttribute('data-state', 'read');
    expect(await notificationHistory()).toEqual([]);
  } finally {
    await end();
  }
});
