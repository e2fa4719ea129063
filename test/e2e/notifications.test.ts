import { expect, test } from '@playwright/test';
import type { Tokens } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import {
  clearNotifications,
  clickNotification,
  notificationHistory,
  shownNotifications,
} from '../support/desktop-session.ts';
import {
  chooseInConversation,
  conversationItem,
  hostedPort,
  messages,
  password,
  send,
} from './support/actions.ts';
import { personOf, rest, signUp } from '../support/rest.ts';
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

test('one notification a conversation, closed when it is read; none while it is muted', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    await ben.blur();
    await clearNotifications();
    await test.step('the newest takes the place of the one before', async () => {
      for (const text of ['First', 'Second', 'Third']) {
        await send(anna, text);
        await expect.poll(lastBody).toBe(text);
      }
      await expect.poll(shownNotifications).toBe(1);
    });
    await test.step('a text with markup stands there as it was written', async () => {
      await send(anna, '<b>bold</b> & <a href="https://example.com">link</a>');
      await expect.poll(lastBody).toContain('bold');
    });
    await test.step('it goes away when they are read on another device', async () => {
      const url = `http://127.0.0.1:${String(await hostedPort(anna))}`;
      const { body: tokens } = await rest<Tokens>(url, 'POST', '/auth/login', {
        json: { username: 'ben', password },
      });
      const elsewhere = personOf(url, tokens);
      const { body } = await elsewhere.get<Conversation[]>('/messages/conversations');
      await elsewhere.post(`/messages/conversations/${body[0]?.id ?? ''}/read`);
      await expect.poll(shownNotifications).toBe(0);
      await send(anna, 'And again');
      await expect.poll(shownNotifications).toBe(1);
    });
    await test.step('it goes away when its messages are seen', async () => {
      await ben.focus();
      await expect(messages(anna, 'And again')).toHaveAttribute('data-state', 'read');
      await expect.poll(shownNotifications).toBe(0);
    });
    await test.step('a muted conversation is silent, a request for friendship is not', async () => {
      await chooseInConversation(ben, 'For 1 hour');
      await expect(conversationItem(ben, 'Anna Berg').getByLabel('Muted')).toBeVisible();
      await ben.page.getByRole('button', { name: 'Settings' }).click();
      await ben.blur();
      await clearNotifications();
      await send(anna, 'Nobody hears this');
      await expect(conversationItem(ben, 'Anna Berg')).toContainText('Nobody hears this');
      const url = `http://127.0.0.1:${String(await hostedPort(anna))}`;
      const carla = await signUp(url, 'carla');
      const account = await ben.page.evaluate(() => window.futureTalk.call('getAppState'));
      const benId = account.ok ? account.value.account?.id : undefined;
      await carla.post('/friends/requests', { user_id: benId });
      await expect
        .poll(notificationHistory)
        .toMatchObject([{ summary: 'carla', body: 'would like to be your friend' }]);
    });
  } finally {
    await end();
  }
});

async function lastBody(): Promise<string | undefined> {
  return (await notificationHistory()).at(-1)?.body;
}
