import { expect, test } from '@playwright/test';
import type { Conversation } from '#protocol/conversations.ts';
import { say } from '../support/rest.ts';
import type { TestPerson } from '../support/rest.ts';
import { composer, hostHere, messages, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { chosenFiles, FileFolder } from './support/files.ts';
import { Keyboard } from './support/keyboard.ts';
import { visit } from './support/visitor.ts';

// What is done less often than a conversation, from the moment that one is there by the keyboard alone:
// one window for the whole file, each test goes on from the one before, and looks where the keyboard is.
test.describe.configure({ mode: 'serial' });

const anna = new Desktop('anna');
const keyboard = new Keyboard(anna);
const folder = new FileFolder();
let ben: TestPerson;
let carla: TestPerson;

test.beforeAll(async () => {
  await anna.launch();
  await hostHere(anna, 'anyone');
  await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
  const says = 'Bring the chuck key';
  carla = await visit(anna, { username: 'carla', displayName: 'Carla Núñez', says: 'Hello' });
  ben = await visit(anna, { username: 'ben', displayName: 'Ben Ito', says });
  await expect(anna.page.getByTestId('conversation-item').first()).toContainText(says);
});

test.afterAll(async () => {
  await anna.remove();
  folder.remove();
});

test('files are attached, taken back and sent, and none takes the keyboard with it', async () => {
  const { page } = anna;
  await keyboard.press('Alt+ArrowDown');
  await expect(composer(anna)).toBeFocused();
  const names = ['one.txt', 'two.txt', 'three.txt'];
  // Before the key that opens it by some: the page has to know that the dialog is answered here.
  const asked = page.waitForEvent('filechooser');
  await keyboard.goTo(page.getByRole('button', { name: 'Attach files' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await (await asked).setFiles(names.map((name) => folder.write(name, `This is ${name}`)));
  await expect(chosenFiles(anna)).toHaveCount(3);
  const remove = (name: string) => page.getByRole('button', { name: `Remove ${name}` });
  await keyboard.goTo(remove('one.txt'), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(remove('two.txt')).toBeFocused();
  await keyboard.press('Enter');
  await expect(remove('three.txt')).toBeFocused();
  await keyboard.press('Control+J');
  await expect(composer(anna)).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByTestId('document').filter({ hasText: 'three.txt' })).toBeVisible();
  await expect(chosenFiles(anna)).toHaveCount(0);
  await expect(composer(anna)).toBeFocused();
});

test('a voice note is recorded, heard and sent', async () => {
  const { page } = anna;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await keyboard.tabTo(button('Record a voice message'));
  await keyboard.press('Enter');
  await expect(button('Stop recording')).toBeFocused();
  await expect(page.getByTestId('voice-bar').getByRole('timer')).toContainText('0:01');
  await keyboard.press('Enter');
  await expect(button('Play: Voice message')).toBeFocused();
  await keyboard.tabTo(button('Send the voice message'));
  await keyboard.press('Enter');
  await expect(page.getByTestId('voice-note')).toBeVisible();
  await expect(composer(anna)).toBeFocused();
});

test('a message is forwarded, and the keyboard is back at it', async () => {
  const { page } = anna;
  await keyboard.press('Shift+F6');
  await keyboard.press('End');
  const theirs = messages(anna, 'Bring the chuck key');
  await keyboard.goTo(theirs, 'ArrowUp');
  await keyboard.press('Enter');
  await keyboard.choose('Forward');
  const dialog = page.getByRole('dialog', { name: 'Forward to' });
  await keyboard.tabTo(dialog.getByRole('checkbox').first());
  await keyboard.type('ca');
  await expect(dialog.getByRole('checkbox', { name: 'Carla Núñez' })).toBeFocused();
  await keyboard.press('Space');
  await keyboard.tabTo(dialog.getByRole('button', { name: 'Forward' }));
  await keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(theirs).toBeFocused();
});

test('a group is made, renamed and left, from a menu to the list', async () => {
  const { page } = anna;
  await keyboard.press('Control+N');
  const dialog = page.getByRole('dialog', { name: 'New conversation' });
  await keyboard.tabTo(dialog.getByRole('checkbox', { name: /^Ben Ito/ }));
  await keyboard.press('Space');
  await keyboard.press('ArrowDown');
  await keyboard.press('Space');
  await keyboard.tabTo(dialog.getByRole('button', { name: 'Create group' }));
  await keyboard.press('Enter');
  await expect(composer(anna)).toBeFocused();
  const options = page.getByRole('button', { name: 'Conversation options' });
  await keyboard.goTo(options, 'Shift+Tab');
  await keyboard.press('Enter');
  await keyboard.choose('Name and picture…');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await keyboard.press('Escape');
  await expect(options).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.choose('Leave group…');
  await keyboard.tabTo(page.getByRole('dialog').getByRole('button', { name: 'Leave' }));
  await keyboard.press('Enter');
  await expect(options).toBeHidden();
  await expect(page.getByTestId('conversation-item').first()).toBeFocused();
});

test('the list of conversations is one stop, with letters, arrows and both ends', async () => {
  const { page } = anna;
  const item = (name: string) => page.getByTestId('conversation-item').filter({ hasText: name });
  await expect(page.locator('[data-testid=conversation-item][tabindex="0"]')).toHaveCount(1);
  await keyboard.type('carla');
  await expect(item('Carla')).toBeFocused();
  await keyboard.press('Home');
  await expect(page.getByTestId('conversation-item').first()).toBeFocused();
  await keyboard.press('End');
  await expect(page.getByTestId('conversation-item').last()).toBeFocused();
  await keyboard.press('Tab');
  await expect(page.getByTestId('conversation-item').and(page.locator(':focus'))).toHaveCount(0);
  // What moves to the top while the keyboard is at it takes the keyboard along.
  await keyboard.goTo(page.getByTestId('conversation-item').last(), 'Shift+Tab');
  const last = await page.getByTestId('conversation-item').last().getAttribute('data-name');
  const person = last === 'Ben Ito' ? ben : carla;
  const { body } = await person.get<Conversation[]>('/messages/conversations');
  const withHer = body.find(({ conversation_type: type }) => type === 'direct');
  await say(person, withHer!, 'Up I go');
  await expect(page.getByTestId('conversation-item').first()).toContainText('Up I go');
  await expect(page.getByTestId('conversation-item').first()).toBeFocused();
});

test('a code is made on the host’s screen, shown and revoked', async () => {
  const { page } = anna;
  await keyboard.press('Control+Shift+H');
  await expect(page.getByRole('heading', { level: 1, name: 'Hosting' })).toBeFocused();
  const make = page.getByRole('button', { name: 'Make a code' });
  await keyboard.tabTo(make);
  await keyboard.press('Enter');
  const show = page.getByRole('button', { name: /^Show link and QR code/ });
  await expect(show).toBeVisible();
  await expect(make).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.goTo(show, 'ArrowRight');
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Invite link' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(show).toBeFocused();
  await keyboard.press('End');
  await keyboard.press('Enter');
  await expect(show).toBeHidden();
  await keyboard.expectNotLost();
});

test('the profile and the settings are changed, and the way out is found', async () => {
  const { page } = anna;
  await keyboard.press('Control+,');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await keyboard.tabTo(page.getByRole('textbox', { name: /^Name/ }));
  await keyboard.press('Control+A');
  await keyboard.type('Anna Bergmann');
  await keyboard.tabTo(page.getByRole('button', { name: 'Save', exact: true }));
  await keyboard.press('Enter');
  await expect(page.locator('header').getByText('Anna Bergmann')).toBeVisible();
  await keyboard.expectNotLost();
  const spacing = page.getByRole('radiogroup', { name: 'Spacing' });
  await keyboard.tabTo(spacing.getByRole('radio', { name: 'Comfortable' }));
  await keyboard.press('ArrowRight');
  await expect(spacing.getByRole('radio', { name: 'Compact' })).toBeChecked();
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  const signOut = page.getByRole('button', { name: 'Sign out' });
  await keyboard.tabTo(signOut);
  await keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: 'Sign out?' });
  await keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(signOut).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.tabTo(question.getByRole('button', { name: 'Sign out' }));
  await keyboard.press('Enter');
  await expect(anna.screen('sign-in')).toBeVisible();
  await expect(page.getByLabel('Username')).toBeFocused();
});
