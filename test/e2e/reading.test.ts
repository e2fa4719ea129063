import { expect, test } from '@playwright/test';
import { conversationItem, messages, send, unreadBadge } from './support/actions.ts';
import { meetAndTalk } from './support/pair.ts';
import type { Pair } from './support/pair.ts';

// The two stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let pair: Pair;

test.beforeAll(async () => {
  pair = await meetAndTalk();
});

test.afterAll(async () => {
  await pair.end();
});

test('what comes while the window is behind stays unread until it is in front', async () => {
  const { anna, ben } = pair;
  await ben.focus();
  await expect(messages(anna, 'Hello Ben')).toHaveAttribute('data-state', 'read');
  await ben.blur();
  // One after the other, so that the first has been in view for longer than reading takes.
  for (let index = 1; index <= 10; index += 1) {
    await send(anna, `Knock ${String(index)} at the door`);
    await expect(messages(ben, `Knock ${String(index)} at`)).toBeInViewport();
  }
  await expect(unreadBadge(ben, 'Anna Berg')).toContainText('10 unread messages');
  await expect(messages(anna, 'Knock 1 at')).toHaveAttribute('data-state', 'delivered');

  await ben.focus();
  for (const index of [1, 10]) {
    await expect(messages(anna, `Knock ${String(index)} at`)).toHaveAttribute('data-state', 'read');
  }
  await expect(unreadBadge(ben, 'Anna Berg')).toHaveCount(0);
});

test('unread messages are counted, divided from the rest, and read as they are seen', async () => {
  const { anna, ben } = pair;
  await ben.page.getByRole('button', { name: 'Settings' }).click();
  for (let index = 1; index <= 40; index += 1)
    await send(anna, `Item ${String(index)} of the list`);
  await expect(unreadBadge(ben, 'Anna Berg')).toContainText('40 unread messages');
  await ben.focus();
  await conversationItem(ben, 'Anna Berg').click();
  await expect(ben.page.getByText('New messages')).toBeInViewport();
  await expect(messages(ben, 'Item 1 of')).toBeInViewport();
  // What is below is counted, less what is in view already.
  const jump = ben.page.getByRole('button', { name: /^Jump to the newest message/ });
  await expect(jump).toHaveAccessibleName(/, [23]\d new messages/);
  await expect(messages(anna, 'Item 1 of')).toHaveAttribute('data-state', 'read');
  const last = messages(ben, 'Item 40 of');
  await expect(last).not.toBeInViewport();
  await expect(messages(anna, 'Item 40 of')).toHaveAttribute('data-state', 'delivered');
  await jump.click();
  await expect(messages(anna, 'Item 40 of')).toHaveAttribute('data-state', 'read');
  await expect(last).toBeInViewport();
  // What was passed by too fast is not read before it was seen.
  for (let index = 38; index >= 1; index -= index > 3 ? 3 : 1) {
    await messages(ben, `Item ${String(index)} of`).scrollIntoViewIfNeeded();
    await expect(messages(anna, `Item ${String(index)} of`)).toHaveAttribute('data-state', 'read');
  }
  await expect(unreadBadge(ben, 'Anna Berg')).toHaveCount(0);
});

test('the button to the newest message says how many are unread below', async () => {
  const { anna, ben } = pair;
  await ben.focus();
  await messages(ben, 'Item 1 of').scrollIntoViewIfNeeded();
  const jump = ben.page.getByRole('button', { name: /^Jump to the newest message/ });
  await expect(jump).toBeVisible();
  await ben.blur();
  for (let index = 1; index <= 30; index += 1) await send(anna, `Burst ${String(index)} of many`);
  await expect(unreadBadge(ben, 'Anna Berg')).toContainText('30 unread messages');
  await expect(jump).toHaveAccessibleName('Jump to the newest message, 30 new messages');
  await ben.focus();
  await jump.click();
  await expect(messages(anna, 'Burst 30 of')).toHaveAttribute('data-state', 'read');
  await expect(jump).toHaveCount(0);
});
