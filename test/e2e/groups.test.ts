import { expect, test } from '@playwright/test';
import {
  chooseInConversation,
  composer,
  conversationItem,
  messages,
  send,
} from './support/actions.ts';
import type { Desktop } from './support/desktop.ts';
import { expectPicture, portrait } from './support/portraits.ts';
import { meetInThree } from './support/trio.ts';
import type { Trio } from './support/trio.ts';

// The three stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let trio: Trio;

test.beforeAll(async () => {
  trio = await meetInThree();
});

test.afterAll(async () => {
  await trio.end();
});

test('a group is made, and everybody sees who said what', async () => {
  const { anna, ben, carla } = trio;
  await anna.page.getByRole('button', { name: 'New conversation' }).click();
  await anna.page.getByRole('checkbox', { name: 'Ben Ito' }).click();
  await anna.page.getByRole('checkbox', { name: 'Carla Núñez' }).click();
  await anna.page.getByLabel(/Group name/).fill('Lathe');
  await anna.page.getByRole('button', { name: 'Create group' }).click();
  await send(anna, 'Whose turn is it to oil the lathe?');
  for (const desktop of [ben, carla]) {
    await conversationItem(desktop, 'Lathe').click();
    await expect(messages(desktop, 'oil the lathe')).toContainText('Anna Berg');
  }
  await expect(
    note(anna, 'You created the group “Lathe” with Ben Ito and Carla Núñez'),
  ).toBeVisible();
  await expect(note(ben, 'Anna Berg created the group “Lathe” with you and Carla')).toBeVisible();
  await send(carla, 'Mine, I think.');
  await expect(messages(ben, 'Mine, I think.')).toContainText('Carla Núñez');
  await expect(conversationItem(anna, 'Lathe')).toContainText('Carla Núñez: Mine, I think.');
});

test('each conversation keeps what was typed in it', async () => {
  const { anna } = trio;
  await composer(anna).fill('Half a thought for the group');
  await conversationItem(anna, 'Ben Ito').click();
  await expect(composer(anna)).toHaveValue('');
  await composer(anna).fill('Half a thought for Ben');
  await conversationItem(anna, 'Lathe').click();
  await expect(composer(anna)).toHaveValue('Half a thought for the group');
  await composer(anna).fill('');
  await conversationItem(anna, 'Ben Ito').click();
  await expect(composer(anna)).toHaveValue('Half a thought for Ben');
  await composer(anna).fill('');
  await conversationItem(anna, 'Lathe').click();
});

test('marks tell how many of the others have read', async () => {
  const { anna, ben, carla } = trio;
  // Carla looks elsewhere.
  await carla.page.getByRole('button', { name: 'Settings' }).click();
  await ben.focus();
  await send(anna, 'Then please do it before noon');
  const message = messages(anna, 'before noon');
  await expect(message.getByRole('img', { name: 'Read by 1 of 2' })).toBeVisible();
  await expect(message).toHaveAttribute('data-state', 'delivered');
  await conversationItem(carla, 'Lathe').click();
  await carla.focus();
  await expect(message).toHaveAttribute('data-state', 'read');
});

test('an admin renames the group for everybody, and a member cannot', async () => {
  const { anna, ben, carla } = trio;
  await ben.page.getByRole('button', { name: 'Conversation options' }).click();
  await expect(ben.page.getByRole('menuitem', { name: 'Members' })).toBeVisible();
  await expect(ben.page.getByRole('menuitem', { name: 'Name and picture' })).toHaveCount(0);
  await ben.page.keyboard.press('Escape');
  await chooseInConversation(anna, 'Name and picture');
  await anna.page.getByLabel('Group name').fill('Lathe and mill');
  await anna.page.getByRole('button', { name: 'Save' }).click();
  for (const desktop of [anna, ben, carla]) {
    await expect(conversationItem(desktop, 'Lathe and mill')).toBeVisible();
    await expect(heading(desktop)).toHaveText('Lathe and mill');
  }
  await expect(note(ben, 'Anna Berg named the group “Lathe and mill”')).toBeVisible();
  await expect(note(anna, 'You named the group “Lathe and mill”')).toBeVisible();
});

test('an admin gives the group a picture, and takes it away', async () => {
  const { anna, ben, carla } = trio;
  await chooseInConversation(anna, 'Name and picture');
  const dialog = anna.page.getByRole('dialog');
  await dialog.getByTestId('picture-input').setInputFiles({
    name: 'not-a-picture.png',
    mimeType: 'image/png',
    buffer: Buffer.from('<script>alert(1)</script>'),
  });
  await expect(anna.page.getByText('This file is not a picture')).toBeVisible();
  await dialog.getByTestId('picture-input').setInputFiles(await portrait('group.jpg'));
  await expect(dialog.getByRole('button', { name: 'Remove picture' })).toBeVisible();
  await pictures(anna, 'group-picture');
  await anna.page.keyboard.press('Escape');
  for (const desktop of [anna, ben, carla]) {
    await expectPicture(conversationItem(desktop, 'Lathe and mill'));
    const title = desktop.page.getByRole('heading', { level: 1 });
    await expectPicture(desktop.page.locator('header', { has: title }));
  }
  await expect(note(ben, 'Anna Berg changed the group’s picture')).toBeVisible();
  await chooseInConversation(anna, 'Name and picture');
  await dialog.getByRole('button', { name: 'Remove picture' }).click();
  await expect(dialog.getByRole('button', { name: 'Remove picture' })).toHaveCount(0);
  await anna.page.keyboard.press('Escape');
  for (const desktop of [anna, ben, carla]) {
    await expect(conversationItem(desktop, 'Lathe and mill').locator('img')).toHaveCount(0);
  }
  await expect(note(carla, 'Anna Berg removed the group’s picture')).toBeVisible();
});

test('a person has a picture, which the others see without asking for it', async () => {
  const { anna, ben, carla } = trio;
  await ben.page.getByRole('button', { name: 'Settings' }).click();
  await ben
    .screen('settings')
    .getByTestId('picture-input')
    .setInputFiles(await portrait('ben.png'));
  await expectPicture(ben.screen('settings'));
  await pictures(ben, 'settings-picture');
  await expectPicture(conversationItem(anna, 'Ben Ito'));
  await conversationItem(ben, 'Lathe and mill').click();
  await send(ben, 'This is what I look like');
  for (const desktop of [anna, carla]) {
    await expect(messages(desktop, 'look like')).toBeVisible();
    await expectPicture(messages(desktop, 'look like'));
  }
});

test('an admin makes another one, who may then rename, and is one no longer', async () => {
  const { anna, ben } = trio;
  await chooseInConversation(anna, 'Members');
  const dialog = anna.page.getByRole('dialog');
  const his = dialog.getByRole('listitem').filter({ hasText: 'Ben Ito' });
  await dialog.getByRole('button', { name: 'Make Ben Ito an admin' }).click();
  await expect(his).toContainText('Admin');
  await expect(note(ben, 'Anna Berg made you an admin')).toBeVisible();
  await ben.page.getByRole('button', { name: 'Conversation options' }).click();
  await expect(ben.page.getByRole('menuitem', { name: 'Name and picture' })).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await pictures(anna, 'group-members');
  await dialog.getByRole('button', { name: 'Take the admin role from Ben Ito' }).click();
  await expect(his).not.toContainText('Admin');
  // The last admin cannot stop being one.
  await expect(dialog.getByRole('button', { name: 'Give up my admin role' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).click();
});

test('the members are listed, and an admin removes one and takes them back', async () => {
  const { anna, carla } = trio;
  await chooseInConversation(anna, 'Members');
  const dialog = anna.page.getByRole('dialog');
  await expect(dialog.getByRole('listitem')).toHaveCount(3);
  await expect(dialog.getByRole('listitem').filter({ hasText: 'You' })).toContainText('Admin');
  await dialog.getByRole('button', { name: 'Remove Carla Núñez' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(conversationItem(carla, 'Lathe and mill')).toHaveCount(0);
  await expect(heading(carla)).toHaveCount(0);
  await expect(
    carla.page.getByText('You are no longer a member of “Lathe and mill”.'),
  ).toBeVisible();
  await pictures(carla, 'group-removed');
  await dialog.getByRole('button', { name: 'Add people' }).click();
  await dialog.getByRole('checkbox', { name: 'Carla Núñez' }).click();
  await dialog.getByRole('button', { name: 'Add people' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await conversationItem(carla, 'Lathe and mill').click();
  await expect(note(carla, 'Anna Berg added you')).toBeVisible();
  await expect(note(anna, 'You removed Carla Núñez')).toBeVisible();
  await pictures(anna, 'group-notes');
});

test('a muted conversation says so, and sounds again when asked', async () => {
  const { ben } = trio;
  await chooseInConversation(ben, 'For 8 hours');
  const muted = conversationItem(ben, 'Lathe and mill').getByLabel('Muted');
  await expect(muted).toBeVisible();
  await chooseInConversation(ben, 'Unmute');
  await expect(muted).toHaveCount(0);
});

test('an archived conversation comes back with its next message', async () => {
  const { anna, ben } = trio;
  await chooseInConversation(ben, 'Archive');
  await expect(conversationItem(ben, 'Lathe and mill')).toHaveCount(0);
  await expect(ben.page.getByText('Archived (1)')).toBeVisible();
  await send(anna, 'The oil is in the red can');
  await expect(conversationItem(ben, 'Lathe and mill')).toContainText('red can');
  await expect(ben.page.getByText('Archived (1)')).toHaveCount(0);
});

test('an archived conversation is listed, read, and taken out of the archive', async () => {
  const { ben } = trio;
  await conversationItem(ben, 'Lathe and mill').click();
  await chooseInConversation(ben, 'Archive');
  await ben.page.getByText('Archived (1)').click();
  await conversationItem(ben, 'Lathe and mill').click();
  await expect(messages(ben, 'red can')).toBeVisible();
  await pictures(ben, 'archived');
  await chooseInConversation(ben, 'Move out of the archive');
  await expect(ben.page.getByText('Archived (1)')).toHaveCount(0);
  await expect(conversationItem(ben, 'Lathe and mill')).toBeVisible();
});

test('who leaves is gone for the others, and gets nothing more', async () => {
  const { anna, ben } = trio;
  await conversationItem(ben, 'Lathe and mill').click();
  await chooseInConversation(ben, 'Leave group');
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(conversationItem(ben, 'Lathe and mill')).toHaveCount(0);
  await expect(anna.page.getByText('You, Carla Núñez')).toBeVisible();
  await expect(note(anna, 'Ben Ito left the group')).toBeVisible();
  await send(anna, 'Ben has left us');
  // What comes later has come alone: the message before it went by.
  await conversationItem(anna, 'Ben Ito').click();
  await send(anna, 'Are you all right?');
  await expect(conversationItem(ben, 'Anna Berg')).toContainText('Are you all right?');
  await expect(conversationItem(ben, 'Lathe and mill')).toHaveCount(0);
});

function heading(desktop: Desktop) {
  return desktop.screen('main').locator('header').getByRole('heading', { level: 1 });
}

function note(desktop: Desktop, text: string) {
  return desktop.page.getByTestId('note').filter({ hasText: text });
}

async function pictures(desktop: Desktop, name: string): Promise<void> {
  await desktop.screenshot(name);
  await desktop.page.emulateMedia({ colorScheme: 'dark' });
  await desktop.screenshot(`${name}-dark`);
  await desktop.page.emulateMedia({ colorScheme: 'light' });
}
