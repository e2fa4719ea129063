import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { clearNotifications, notificationHistory } from '../support/desktop-session.ts';
import {
  chooseInConversation,
  composer,
  conversationItem,
  messageFriend,
  messages,
  send,
} from './support/actions.ts';
import { scrollUpTo } from './support/list-probe.ts';
import type { Desktop } from './support/desktop.ts';
import { takePictures } from './support/pictures.ts';
import { meetInThree } from './support/trio.ts';
import type { Trio } from './support/trio.ts';

// The three stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let trio: Trio;

test.beforeAll(async () => {
  trio = await meetInThree();
  const { anna, ben, carla } = trio;
  await anna.page.getByRole('button', { name: 'New conversation' }).click();
  await anna.page.getByRole('checkbox', { name: 'Ben Ito' }).click();
  await anna.page.getByRole('checkbox', { name: 'Carla Núñez' }).click();
  await anna.page.getByLabel(/Group name/).fill('Harbour');
  await anna.page.getByRole('button', { name: 'Create group' }).click();
  await send(anna, 'Who takes the **early** shift?');
  for (const desktop of [ben, carla]) await conversationItem(desktop, 'Harbour').click();
  await expect(messages(ben, 'Who takes the early shift?')).toBeVisible();
});

test.afterAll(async () => {
  await trio.end();
});

/** What the menu of a message offers, opened by the right button of the mouse. */
async function choose(desktop: Desktop, message: Locator, item: string): Promise<void> {
  await message.locator('[data-bubble]').click({ button: 'right' });
  await desktop.page.getByRole('menuitem', { name: item }).click();
}

/** From where one writes, past the buttons beside it, to the one message that Tab stops at. */
async function tabToMessages(desktop: Desktop): Promise<void> {
  const isThere = () =>
    desktop.page.evaluate(() => document.activeElement?.matches('[data-testid=message]') === true);
  for (let presses = 0; presses < 8 && !(await isThere()); presses += 1) {
    await desktop.page.keyboard.press('Shift+Tab');
  }
  expect(await isThere()).toBe(true);
}

test('a reaction is picked by search, seen by all, joined, and taken back', async () => {
  const { anna, ben, carla } = trio;
  const question = (desktop: Desktop) => messages(desktop, 'early shift?').first();
  await question(ben).hover();
  await question(ben).getByRole('button', { name: 'React' }).click();
  await ben.page.getByLabel('Search emoji').fill('thumbs up');
  await expect(ben.page.getByRole('option', { name: 'thumbs up' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await ben.page.keyboard.press('Enter');
  await expect(ben.page.getByTestId('emoji-picker')).toHaveCount(0);
  await question(carla)
    .getByRole('button', { name: /by Ben Ito$/ })
    .click();
  const chip = question(anna).getByRole('button', { name: /by Ben Ito, Carla Núñez$/ });
  await expect(chip).toHaveText(/👍️?\s*2/);
  await chip.click();
  await expect(question(ben).getByRole('button', { name: /Anna Berg/ })).toHaveText(/3/);
  await question(carla).getByRole('button', { name: /You/ }).click();
  await expect(question(ben).getByRole('button', { name: /Anna Berg/ })).toHaveText(/2/);
  await expect(question(anna).getByRole('button', { name: /Carla/ })).toHaveCount(0);
});

test('the picker remembers what was used, and the skin tone', async () => {
  const { ben } = trio;
  await ben.page.getByRole('button', { name: 'Emoji', exact: true }).click();
  const picker = ben.page.getByTestId('emoji-picker');
  await expect(picker.getByRole('option', { name: 'thumbs up' })).toBeVisible();
  await picker.getByRole('button', { name: 'People' }).click();
  await picker.getByRole('button', { name: /^Skin tone/ }).click();
  await picker.getByRole('radio', { name: 'Medium', exact: true }).click();
  await takePictures(ben, 'emoji-picker');
  await picker.getByRole('option', { name: 'waving hand' }).click();
  await expect(composer(ben)).toHaveValue('👋🏽');
  await expect(composer(ben)).toBeFocused();
  await composer(ben).press('Enter');
  await expect(messages(trio.anna, '👋🏽').locator('[data-emoji-only]')).toBeVisible();
  await ben.page.reload();
  await conversationItem(ben, 'Harbour').click();
  await ben.page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await expect(picker.getByRole('option').first()).toHaveAttribute('data-emoji', '👋🏽');
  await ben.page.keyboard.press('Escape');
  await expect(composer(ben)).toBeFocused();
});

test('the arrow key up edits the last message of one’s own, for everybody', async () => {
  const { anna, ben } = trio;
  await send(ben, 'I can tak it');
  await expect(messages(anna, 'I can tak it')).toBeVisible();
  await composer(ben).press('ArrowUp');
  const edited = ben.page.getByTestId('edit-input');
  await expect(edited).toBeFocused();
  await expect(edited).toHaveValue('I can tak it');
  await edited.fill('I can *take* it');
  await ben.screenshot('editing');
  await edited.press('Enter');
  await expect(messages(anna, 'I can take it')).toContainText('edited');
  await expect(messages(anna, 'I can take it').locator('em')).toHaveText('take');
  await expect(conversationItem(anna, 'Harbour')).toContainText('Ben Ito: I can take it');
  await expect(composer(ben)).toBeFocused();
  // Escape changes nothing, and what was being written meanwhile is still there.
  await composer(ben).fill('half a thought');
  await choose(ben, messages(ben, 'I can take it'), 'Edit');
  await edited.fill('I cannot');
  await edited.press('Escape');
  await expect(composer(ben)).toHaveValue('half a thought');
  await composer(ben).fill('');
  await expect(messages(ben, 'I can take it')).toBeVisible();
  await expect(messages(ben, 'I cannot')).toHaveCount(0);
});

test('a message is deleted after a question, and leaves a tombstone everywhere', async () => {
  const { anna, ben, carla } = trio;
  await send(ben, 'The code is 4711');
  await expect(messages(carla, '4711')).toBeVisible();
  await choose(ben, messages(ben, '4711'), 'Delete');
  await ben.screenshot('delete-question');
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  for (const desktop of [anna, ben, carla]) {
    await expect(messages(desktop, 'Message deleted')).toHaveCount(1);
    await expect(conversationItem(desktop, 'Harbour')).toContainText('deleted');
    expect(await desktop.page.content()).not.toContain('4711');
  }
  // Only those of one's own, unless one is an admin.
  await send(anna, 'Thank you all');
  await messages(ben, 'Thank you all').locator('[data-bubble]').click({ button: 'right' });
  await expect(ben.page.getByRole('menuitem', { name: 'Forward' })).toBeVisible();
  for (const item of ['Edit', 'Delete']) {
    await expect(ben.page.getByRole('menuitem', { name: item })).toHaveCount(0);
  }
  await ben.page.keyboard.press('Escape');
});

test('a text is copied as it was written', async () => {
  const { anna } = trio;
  await choose(anna, messages(anna, 'early shift?').first(), 'Copy text');
  await expect(anna.page.getByText('Copied')).toBeVisible();
  const copied = await anna.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toBe('Who takes the **early** shift?');
});

test('a message is forwarded to several conversations', async () => {
  const { anna, ben, carla } = trio;
  await messageFriend(anna, 'Carla Núñez');
  await messageFriend(anna, 'Ben Ito');
  await conversationItem(anna, 'Harbour').click();
  await choose(anna, messages(anna, 'I can take it'), 'Forward');
  const dialog = anna.page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Ben Ito' }).click();
  await dialog.getByRole('checkbox', { name: 'Carla Núñez' }).click();
  await takePictures(anna, 'forward');
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  for (const desktop of [ben, carla]) {
    await expect(conversationItem(desktop, 'I can take it')).toContainText('Anna Berg');
  }
});

test('a mention is completed from the keyboard, and reaches who has muted the group', async () => {
  const { anna, ben, carla } = trio;
  for (const desktop of [ben, carla]) {
    await chooseInConversation(desktop, 'Until I turn it on');
    await desktop.page.getByRole('button', { name: 'Settings' }).click();
  }
  await clearNotifications();
  await send(anna, 'Nobody hears this');
  await composer(anna).pressSequentially('Can @');
  const list = anna.page.getByTestId('mention-list');
  await expect(list.getByRole('option')).toHaveCount(2);
  await anna.screenshot('mention-list');
  await composer(anna).pressSequentially('nú');
  await expect(list.getByRole('option')).toHaveText([/Carla Núñez/]);
  await composer(anna).press('Enter');
  await expect(composer(anna)).toHaveValue('Can @carla ');
  await composer(anna).pressSequentially('look?');
  await composer(anna).press('Enter');
  // Ben, on the same desktop, has muted it too, and is not named.
  await expect
    .poll(notificationHistory)
    .toMatchObject([{ summary: 'Anna Berg in Harbour', body: 'Can @carla look?' }]);
  await conversationItem(carla, 'Harbour').click();
  await expect(messages(carla, 'look?').locator('[data-mention=carla]')).toBeVisible();
});

test('messages can be done with by the keyboard alone', async () => {
  const { anna } = trio;
  await composer(anna).focus();
  await tabToMessages(anna);
  const rows = anna.page.getByTestId('message');
  await anna.page.keyboard.press('End');
  await expect(rows.last()).toBeFocused();
  await anna.page.keyboard.press('ArrowUp');
  await expect(rows.nth(-2)).toBeFocused();
  await anna.page.keyboard.press('Home');
  await expect(rows.first()).toBeFocused();
  await anna.page.keyboard.press('Enter');
  const menu = anna.page.getByTestId('message-menu');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await takePictures(anna, 'message-menu');
  await anna.page.keyboard.press('Escape');
  await expect(rows.first()).toBeFocused();
  await anna.page.keyboard.press('ContextMenu');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await anna.page.keyboard.press('r');
  await anna.page.keyboard.press('Escape');
  await expect(rows.first()).toBeFocused();
  await anna.page.keyboard.press('Enter');
  await menu.getByRole('menuitem', { name: 'Reply' }).focus();
  await anna.page.keyboard.press('Enter');
  await expect(composer(anna)).toBeFocused();
  await expect(anna.page.getByText('Reply to You')).toBeVisible();
  await anna.page.keyboard.press('Escape');
  await tabToMessages(anna);
  await anna.page.keyboard.type('x');
  await expect(composer(anna)).toHaveValue('x');
  await composer(anna).fill('');
});

test('an answer leads to its message however far back it is, and back to the newest', async () => {
  const { anna, ben } = trio;
  await conversationItem(anna, 'Ben Ito').click();
  await send(anna, 'The very first thing');
  const first = messages(anna, 'The very first thing');
  await expect(first).toHaveAttribute('data-state', /sent|delivered|read/);
  // Faster than anybody types, and within what the server lets one person send.
  await anna.page.evaluate(
    async (id) => {
      for (let number = 1; number <= 110; number += 1) {
        const content = `number ${String(number)}`;
        await window.futureTalk.call('sendMessage', { conversation_id: id as never, content });
      }
    },
    await conversationItem(anna, 'Ben Ito').getAttribute('data-conversation-id'),
  );
  await expect(messages(anna, 'number 110')).toHaveAttribute('data-state', /sent|delivered|read/);
  await scrollUpTo(anna, first);
  await choose(anna, first, 'Reply');
  await send(anna, 'As I said');
  await conversationItem(ben, 'As I said').click();
  const answer = messages(ben, 'As I said');
  // The answer quotes it, and so holds its words too.
  const answered = messages(ben, 'The very first thing').filter({ hasNotText: 'As I said' });
  await ben.page.getByRole('button', { name: /^Jump to the newest message/ }).click();
  await expect(answer).toBeVisible();
  await expect(answered).toHaveCount(0);
  await answer.getByRole('button', { name: /^Show the message/ }).click();
  await expect(answered).toBeInViewport();
  await expect(answer).not.toBeInViewport();
  await ben.screenshot('far-back');
  await ben.page.getByRole('button', { name: /^Jump to the newest message/ }).click();
  await expect(answer).toBeInViewport();
  // From a place far back, a message of one's own leads to the newest too.
  await answer.getByRole('button', { name: /^Show the message/ }).click();
  await expect(answered).toBeInViewport();
  await send(ben, 'I remember');
  await expect(messages(ben, 'I remember')).toBeInViewport();
});
