import { expect, test } from '@playwright/test';
import { conversationItem, hostedPort, messages, send } from './support/actions.ts';
import { meetAndTalk } from './support/pair.ts';

test('the host quits and starts again: hosting goes on, and everybody is back by themselves', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    const port = await hostedPort(anna);
    await send(anna, 'I will restart my computer');
    await expect(messages(ben, 'restart my computer')).toHaveCount(1);
    await anna.quit();
    await expect(ben.page.getByTestId('connection-banner')).toContainText('The host has left');
    await send(ben, 'Take your time');
    await expect(messages(ben, 'Take your time')).toHaveAttribute('data-state', 'sending');

    await anna.launch();
    await expect(anna.screen('main')).toBeVisible();
    expect(await hostedPort(anna)).toBe(port);
    // Nobody presses anything in Ben's window.
    await expect(ben.page.getByTestId('connection-banner')).toHaveCount(0, { timeout: 40_000 });
    await expect(conversationItem(anna, 'Ben Ito')).toContainText('Take your time');
    await conversationItem(anna, 'Ben Ito').click();
    await send(anna, 'Back again');
    await expect(messages(ben, 'Back again')).toHaveCount(1);
    for (const desktop of [anna, ben]) {
      for (const text of ['Hello Ben', 'restart my computer', 'Take your time', 'Back again']) {
        await expect(messages(desktop, text)).toHaveCount(1);
      }
    }
  } finally {
    await end();
  }
});

test('a guest quits and starts again: signed in, with everything that came meanwhile', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    await ben.focus();
    await expect(messages(anna, 'Hello Ben')).toHaveAttribute('data-state', 'read');
    // Otherwise the conversation is open when he comes back, and read as soon as his window is in front.
    await ben.page.getByRole('button', { name: 'People' }).click();
    await ben.quit();
    await expect(anna.page.getByTestId('presence-dot').last()).toHaveAttribute(
      'data-online',
      'false',
    );
    for (let index = 1; index <= 5; index += 1) await send(anna, `Missed ${String(index)}`);
    await expect(messages(anna, 'Missed 5')).toHaveAttribute('data-state', 'sent');

    await ben.launch();
    await expect(ben.screen('main')).toBeVisible();
    await expect(conversationItem(ben, 'Anna Berg')).toContainText('5 unread messages');
    // The window did not wait for that: it opened with the list as it was last.
    const opening = await ben.page.evaluate(() => window.futureTalk.opening?.());
    expect(opening?.app.account?.display_name).toBe('Ben Ito');
    expect(opening?.conversations).toHaveLength(1);
    await expect(messages(anna, 'Missed 5')).toHaveAttribute('data-state', 'delivered');
    await conversationItem(ben, 'Anna Berg').click();
    await ben.focus();
    await expect(messages(anna, 'Missed 5')).toHaveAttribute('data-state', 'read');
    for (let index = 1; index <= 5; index += 1) {
      await expect(messages(ben, `Missed ${String(index)}`)).toHaveCount(1);
    }
  } finally {
    await end();
  }
});
