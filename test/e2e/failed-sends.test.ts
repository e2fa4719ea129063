import { expect, test } from '@playwright/test';
import {
  acceptRequest,
  composer,
  conversationItem,
  hostedPort,
  hostHere,
  messages,
  openPeople,
  send,
  stopHosting,
} from './support/actions.ts';
import { meetAndTalk } from './support/pair.ts';

test('a message that is refused waits with its reason, to be sent again or dropped', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    await test.step('two messages to somebody who is a friend no longer', async () => {
      await removeFriend(anna, 'Ben Ito');
      await expect(ben.page.getByText('You and Anna Berg are not friends.')).toBeVisible();
      await expect(composer(ben)).toHaveCount(0);
      const conversation = await conversationItem(ben, 'Anna Berg').getAttribute(
        'data-conversation-id',
      );
      // As typed in the moment before the composer went away.
      for (const content of ['Do you still know me?', 'Never mind']) {
        await ben.page.evaluate((message) => window.futureTalk.call('sendMessage', message), {
          conversation_id: (conversation ?? '') as never,
          content,
        });
        await expect(messages(ben, content)).toHaveAttribute('data-state', 'failed');
      }
      await expect(messages(ben, 'Never mind').getByRole('alert')).toContainText(
        'You can only message people who are your friends.',
      );
      await expect(conversationItem(ben, 'Anna Berg')).toContainText('Hello Ben');
      await expect(
        conversationItem(ben, 'Anna Berg').getByLabel('could not be sent'),
      ).toBeVisible();
    });
    await test.step('one is dropped, one is sent once they are friends again', async () => {
      await messages(ben, 'Never mind').getByRole('button', { name: 'Delete' }).click();
      await expect(messages(ben, 'Never mind')).toHaveCount(0);
      await ben.page.getByRole('button', { name: 'Send a friend request' }).click();
      await expect(ben.page.getByText('Asked')).toBeVisible();
      await acceptRequest(anna, 'Ben Ito');
      await expect(composer(ben)).toBeVisible();
      await messages(ben, 'Do you still know me?').getByRole('button', { name: 'Retry' }).click();
      await anna.focus();
      await conversationItem(anna, 'Ben Ito').click();
      await expect(messages(anna, 'Do you still know me?')).toHaveCount(1);
      await expect(messages(ben, 'Do you still know me?')).toHaveAttribute('data-state', 'read');
      await expect(messages(anna, 'Never mind')).toHaveCount(0);
    });
  } finally {
    await end();
  }
});

test('what is written while the server is away is sent when it is back', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    const port = await hostedPort(anna);
    await stopHosting(anna);
    await expect(ben.page.getByTestId('connection-banner')).toBeVisible();
    await send(ben, 'Written in the dark');
    await send(ben, 'And one more');
    await expect(messages(ben, 'Written in the dark')).toHaveAttribute('data-state', 'sending');
    await ben.screenshot('server-away');

    await hostHere(anna, 'anyone', 'main');
    expect(await hostedPort(anna)).toBe(port);
    await conversationItem(anna, 'Ben Ito').click();
    for (const text of ['Written in the dark', 'And one more']) {
      await expect(messages(anna, text)).toHaveCount(1, { timeout: 30_000 });
      await expect(messages(ben, text)).toHaveCount(1);
      await expect(messages(ben, text)).not.toHaveAttribute('data-state', /sending|failed/);
    }
    await expect(ben.page.getByTestId('connection-banner')).toHaveCount(0);
  } finally {
    await end();
  }
});

async function removeFriend(desktop: Parameters<typeof openPeople>[0], name: string) {
  const { page } = desktop;
  await openPeople(desktop);
  await page.getByRole('tab', { name: 'Friends' }).click();
  await page.getByRole('button', { name: `Options for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Remove friend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No friends yet')).toBeVisible();
}
