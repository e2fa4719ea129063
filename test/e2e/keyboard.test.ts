import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { ChatClient, newDeviceKey, VolatileMemory } from '#client/chat-client.ts';
import * as conversations from '#protocol/conversations.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import { sendMessage } from '#protocol/messages.ts';
import { askFriend, searchUsers } from '#protocol/people.ts';
import { composer, hostedPort, messages, password } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { Keyboard } from './support/keyboard.ts';
import { takePictures } from './support/pictures.ts';

// One window for the whole file, and not one click: each test goes on from the one before.
test.describe.configure({ mode: 'serial' });

let anna: Desktop;
let keyboard: Keyboard;
let ben: ChatClient;
let carla: ChatClient;
let withBen: ConversationId;

test.beforeAll(async () => {
  anna = new Desktop('anna');
  keyboard = new Keyboard(anna);
  await anna.launch();
});

test.afterAll(async () => {
  await ben?.close();
  await carla?.close();
  await anna.remove();
});

test('from the first screen to an account of one’s own', async () => {
  const { page } = anna;
  await expect(anna.screen('first-run')).toBeVisible();
  expect(await isOffered('settings')).toBe(false);
  await keyboard.tabTo(page.getByRole('button', { name: /^Host on this computer/ }));
  await keyboard.press('Enter');
  await keyboard.tabTo(page.getByLabel('Name of the server'));
  await keyboard.press('Control+A');
  await keyboard.type('The workshop');
  await keyboard.tabTo(page.getByRole('radio', { checked: true }));
  await keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^Anyone/ })).toBeChecked();
  await keyboard.tabTo(page.getByRole('button', { name: 'Start hosting' }));
  await keyboard.press('Enter');
  const kept = page.getByLabel('I have kept it in a safe place');
  await expect(kept).toBeVisible({ timeout: 60_000 });
  await keyboard.tabTo(kept);
  await keyboard.press('Space');
  await keyboard.tabTo(page.getByRole('button', { name: 'Continue' }));
  await keyboard.press('Enter');
  await expect(anna.screen('sign-in')).toBeVisible();
  await keyboard.tabTo(page.getByLabel('Username'));
  await keyboard.type('anna');
  await keyboard.tabTo(page.getByLabel(/^Name/));
  await keyboard.type('Anna Berg');
  await keyboard.tabTo(page.getByLabel('Password', { exact: true }));
  await keyboard.type(password);
  await keyboard.press('Enter');
  await expect(anna.screen('main')).toBeVisible();
  await expect.poll(() => isOffered('settings')).toBe(true);
});

test('a request is accepted, and the keyboard is not lost with it', async () => {
  const { page } = anna;
  const url = `http://127.0.0.1:${String(await hostedPort(anna))}`;
  ben = await enter(url, 'ben', 'Ben Ito');
  carla = await enter(url, 'carla', 'Carla Núñez');
  await keyboard.press('Control+Shift+P');
  await expect(anna.screen('people')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeFocused();
  await keyboard.tabTo(page.getByRole('tab', { selected: true }));
  await keyboard.press('ArrowRight');
  for (const name of ['Ben Ito', 'Carla Núñez']) {
    const accept = page.getByRole('button', { name: `Accept ${name}` });
    if (!(await keyboard.isAt(accept))) {
      await keyboard.tabTo(page.getByRole('button', { name: `Decline ${name}` }));
      await keyboard.press('ArrowRight');
    }
    await expect(accept).toBeFocused();
    await keyboard.press('Enter');
    await expect(accept).toBeHidden();
    await keyboard.expectNotLost();
  }
});

test('the palette finds a person, and the first message is written', async () => {
  const palette = await openPalette();
  await keyboard.type('zzz');
  await expect(palette.getByRole('status')).toContainText('Nothing fits');
  await keyboard.press('Control+A');
  await keyboard.type('bito');
  await expect(palette.getByRole('option', { selected: true })).toHaveAccessibleName('Ben Ito');
  await keyboard.press('Enter');
  await expect(composer(anna)).toBeFocused();
  await keyboard.type('Is the lathe free?');
  await keyboard.press('Enter');
  await expect(messages(anna, 'Is the lathe free?')).toHaveAttribute('data-state', 'sent');
});

test('what others say is announced, once', async () => {
  const [conversation] = await ben.call(conversations.listConversations, { query: {} });
  withBen = conversation!.id;
  await say(ben, 'From ten o’clock, all yours.');
  const announcer = anna.page.getByTestId('announcer');
  await expect(announcer.locator('p')).toHaveText(['Ben Ito: From ten o’clock, all yours.']);
  await expect(anna.page.getByRole('log')).toHaveAttribute('aria-live', 'off');
  await expect(composer(anna)).toBeFocused();
});

test('answering, reacting, editing and deleting', async () => {
  const { page } = anna;
  const theirs = messages(anna, 'From ten o’clock');
  await keyboard.press('Shift+F6');
  await expect(theirs).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.choose('Reply');
  await expect(composer(anna)).toBeFocused();
  await keyboard.type('Until noon is enough.');
  await keyboard.press('Enter');
  const mine = messages(anna, 'Until noon is enough.');
  await expect(mine).toContainText('From ten o’clock');

  // The message at which the keyboard was last.
  await keyboard.press('Shift+F6');
  await expect(theirs.first()).toBeFocused();
  await keyboard.press('End');
  await expect(mine).toBeFocused();
  await keyboard.press('ArrowUp');
  await expect(theirs.first()).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.choose(/^React with/);
  await expect(theirs.first().getByRole('button', { pressed: true })).toHaveCount(1);
  await expect(theirs.first()).toBeFocused();

  await keyboard.press('Escape');
  await expect(composer(anna)).toBeFocused();
  await keyboard.press('ArrowUp');
  await expect(page.getByTestId('edit-input')).toBeFocused();
  await keyboard.press('Control+A');
  await keyboard.type('Until one, please.');
  await keyboard.press('Enter');
  await expect(messages(anna, 'Until one, please.')).toContainText('edited');
  await expect(composer(anna)).toBeFocused();

  await keyboard.press('Shift+F6');
  await keyboard.press('End');
  await keyboard.press('Enter');
  await keyboard.choose('Delete');
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await keyboard.tabTo(question.getByRole('button', { name: 'Delete' }));
  await keyboard.press('Enter');
  await expect(messages(anna, 'Until one, please.')).toHaveCount(0);
  await expect(question).toBeHidden();
  // Back at the message that the menu was opened for, or what is left of it.
  await expect(page.getByTestId('message').last()).toBeFocused();
});

test('from conversation to conversation', async () => {
  const { page } = anna;
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  await openPalette();
  await takePictures(anna, 'palette');
  await keyboard.type('nunez');
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName('Carla Núñez');
  await keyboard.press('Enter');
  await expect(heading('Carla Núñez')).toBeVisible();
  await expect(composer(anna)).toBeFocused();
  await keyboard.type('Hello Carla');
  await keyboard.press('Enter');
  await expect(messages(anna, 'Hello Carla')).toHaveAttribute('data-state', 'sent');
  await say(ben, 'Bring the chuck key');
  await expect(page.getByTestId('unread-badge')).toHaveCount(1);
  await keyboard.press('Alt+Shift+ArrowDown');
  await expect(heading('Ben Ito')).toBeVisible();
  await expect(composer(anna)).toBeFocused();
  await keyboard.press('Alt+ArrowDown');
  await expect(heading('Carla Núñez')).toBeVisible();
  await keyboard.press('Alt+ArrowUp');
  await expect(heading('Ben Ito')).toBeVisible();
  await expect(composer(anna)).toBeFocused();
  await keyboard.press('Alt+ArrowLeft');
  await expect(heading('Ben Ito')).toBeHidden();
  await expect(page.getByRole('button', { name: /^Ben Ito/ })).toBeFocused();
  await keyboard.press('Enter');
  await expect(composer(anna)).toBeFocused();
  await keyboard.press('Control+Shift+M');
  await expect(page.getByRole('button', { name: /^Ben Ito/ }).getByLabel('Muted')).toBeVisible();
  await keyboard.press('Control+Shift+A');
  await expect(heading('Ben Ito')).toBeHidden();
  await keyboard.expectNotLost();
});

test('a search leads to its message, and Escape back to writing', async () => {
  const { page } = anna;
  await keyboard.press('Alt+ArrowDown');
  await expect(composer(anna)).toBeFocused();
  await keyboard.press('Control+Shift+F');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await keyboard.type('chuck');
  await expect(page.getByTestId('search-result')).toHaveCount(1);
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Ben Ito' })).toBeVisible();
  await expect(messages(anna, 'Bring the chuck key')).toBeInViewport();
  await keyboard.press('Escape');
  await expect(composer(anna)).toBeFocused();
});

test('in a narrow window what is hidden hands the keyboard on', async () => {
  const { page } = anna;
  await anna.resize(420, 760);
  await keyboard.press('Alt+ArrowLeft');
  await expect(page.getByTestId('conversation-item').first()).toBeFocused();
  await keyboard.tabTo(page.getByRole('button', { name: 'Settings' }));
  await keyboard.press('Enter');
  await expect(anna.screen('settings')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Back' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Settings' })).toBeFocused();
  await anna.resize(1100, 760);
});

test('the shortcuts are listed, and the keyboard is back where it was', async () => {
  const { page } = anna;
  await keyboard.press('Alt+ArrowDown');
  await expect(composer(anna)).toBeFocused();
  await keyboard.type('?');
  await expect(composer(anna)).toHaveValue('?');
  await keyboard.press('Control+/');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog.getByText('Next unread conversation')).toBeVisible();
  await takePictures(anna, 'shortcuts');
  await keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(composer(anna)).toBeFocused();
  await keyboard.press('Shift+F6');
  await keyboard.press('?');
  await expect(dialog).toBeVisible();
  await keyboard.press('Escape');
});

test('the menu of the application leads to the same', async () => {
  const { page, app } = anna;
  await clickInMenu('shortcuts');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await keyboard.press('Escape');
  await clickInMenu('settings');
  await expect(anna.screen('settings')).toBeVisible();
  const opened = await app.evaluate(async ({ Menu, shell }) => {
    let asked = '';
    // There is no file manager here; that one is asked, and for which folder, is the app's part.
    shell.openPath = (folder) => Promise.resolve((asked = folder)).then(() => '');
    Menu.getApplicationMenu()?.getMenuItemById('logs')?.click();
    return asked;
  });
  expect(existsSync(path.join(opened, 'main.log'))).toBe(true);
});

function isOffered(id: string): Promise<boolean> {
  return anna.app.evaluate(
    ({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled ?? false,
    id,
  );
}

function clickInMenu(id: string): Promise<void> {
  return anna.app.evaluate(({ Menu }, wanted) => {
    Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
  }, id);
}

async function openPalette(): Promise<Locator> {
  await keyboard.press('Control+K');
  const palette = anna.page.getByTestId('palette');
  await expect(palette.getByRole('combobox')).toBeFocused();
  return palette;
}

async function enter(url: string, username: string, display_name: string): Promise<ChatClient> {
  const client = new ChatClient({
    url,
    deviceName: 'Workbench tablet',
    memory: new VolatileMemory(),
    sealed: { deviceKey: newDeviceKey(), expectedServerKey: null },
  });
  await client.register({ username, password, display_name });
  const [found] = await client.call(searchUsers, { query: { query: 'anna' } });
  await client.call(askFriend, { body: { user_id: found!.id } });
  return client;
}

async function say(client: ChatClient, content: string): Promise<void> {
  await client.call(sendMessage, { params: { conversation_id: withBen }, body: { content } });
}
