import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { removeFriend } from '#protocol/people.ts';
import { setTyping } from '#protocol/typing.ts';
import { drawPlanks } from '../../demo/drawings.ts';
import { fillDemo } from '../../demo/fill.ts';
import type { Demo } from '../../demo/fill.ts';
import { MovableClock } from '../../demo/movable-clock.ts';
import { idOf } from '../../demo/tell-story.ts';
import {
  composer,
  conversationCalled,
  conversationItem,
  hostedPort,
  hostHere,
  messages,
  openPeople,
  signUp,
} from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { takePicture, takePictures } from './support/pictures.ts';

// One window for the whole file: each test goes on from where the one before left it.
test.describe.configure({ mode: 'serial' });

let clock: MovableClock;
let anna: Desktop;
let team: Demo;

test.beforeAll(async () => {
  clock = new MovableClock();
  anna = new Desktop('anna', clock.environment());
  await anna.launch();
});

test.afterAll(async () => {
  await team.end();
  await anna.remove();
  clock.remove();
});

test('the way in', async () => {
  const { page } = anna;
  await expect(anna.screen('first-run')).toBeVisible();
  await takePictures(anna, 'first-run');
  await page.getByText('Join a server').first().click();
  await page.getByLabel('Address').fill('127.0.0.1:9');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByText(/could not|cannot|no answer|reach/i).first()).toBeVisible();
  await takePictures(anna, 'join-failed');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await page.getByText('Host on this computer').first().click();
  await takePictures(anna, 'host');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await hostHere(anna, 'invited');
  await page.getByLabel('Username').fill('an na');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await takePictures(anna, 'sign-up-problems');
  await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
  await takePictures(anna, 'welcome');
  await openPeople(anna);
  await takePictures(anna, 'people-none');
  await page.getByRole('tab', { name: 'Find people' }).click();
  await expect(page.getByText('Nobody else is here yet')).toBeVisible();
  await takePictures(anna, 'people-find-alone');
});

test('conversations', async () => {
  const { page } = anna;
  await page.evaluate(() => window.futureTalk.call('setAudience', { audience: 'anyone' }));
  const url = `http://127.0.0.1:${String(await hostedPort(anna))}`;
  team = await fillDemo({ url, clock, annaIsThere: true });
  await expect(page.getByTestId('unread-badge')).toHaveCount(2);
  await conversationItem(anna, 'Harbour workshop').click();
  await expect(messages(anna, 'Found it, thank you')).toBeVisible();
  await takePictures(anna, 'conversation', () => showTyping());
  await messages(anna, 'Keep them for jigs').scrollIntoViewIfNeeded();
  await expect(page.getByTestId('day-in-view')).toBeVisible();
  await takePictures(anna, 'conversation-scrolled');
  await conversationItem(anna, 'Ben Ito').click();
  await expect(messages(anna, 'They have two left.')).toBeVisible();
  await takePictures(anna, 'conversation-direct');
  await conversationCalled(anna, 'فاطمة').click();
  await expect(messages(anna, 'deep sea')).toBeVisible();
  await takePictures(anna, 'conversation-right-to-left');
  await conversationItem(anna, 'Priya').first().click();
  await expect(messages(anna, 'notice board')).toBeVisible();
  await takePictures(anna, 'conversation-long-word');
});

test('what messages hold', async () => {
  const { page } = anna;
  await conversationItem(anna, 'Harbour workshop').click();
  const launch = messages(anna, 'She floats!');
  await launch.scrollIntoViewIfNeeded();
  await expectShown(launch.locator('img'));
  await takePictures(anna, 'message-pictures', () => launch.scrollIntoViewIfNeeded());
  await launch.getByRole('button', { name: 'Show IMG_2107.jpg' }).click();
  await expect(page.locator('[data-testid=viewed-image][data-loaded=true]')).toBeVisible();
  await takePictures(anna, 'picture-viewer');
  await page.keyboard.press('Escape');
  const rudder = messages(anna, 'pintles 15 mm').first();
  await rudder.scrollIntoViewIfNeeded();
  await takePictures(anna, 'message-markup', () => rudder.scrollIntoViewIfNeeded());
  await conversationItem(anna, 'Summer exhibition').click();
  await expect(messages(anna, 'room for twelve')).toBeVisible();
  await takePictures(anna, 'conversation-code');
});

test('what is done to messages', async () => {
  const { page } = anna;
  await conversationItem(anna, 'Harbour workshop').click();
  const address = messages(anna, 'In the drawer under the lathe');
  await address.getByRole('link').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await takePictures(anna, 'link-question');
  await page.keyboard.press('Escape');
  await messages(anna, 'Found it, thank you').locator('[data-bubble]').click({ button: 'right' });
  await takePicture(anna, 'message-menu');
  await page.getByRole('menuitem', { name: 'Forward' }).click();
  await takePictures(anna, 'forward');
  await page.keyboard.press('Escape');
  await messages(anna, 'Found it, thank you').locator('[data-bubble]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await takePictures(anna, 'delete-question');
  await page.keyboard.press('Escape');
  await composer(anna).press('ArrowUp');
  await expect(page.getByTestId('edit-input')).toBeFocused();
  await takePictures(anna, 'editing');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await expect(page.getByTestId('emoji-picker').getByRole('option').first()).toBeVisible();
  await takePictures(anna, 'emoji-picker', () => openPicker());
  await page.keyboard.press('Escape');
  await composer(anna).fill('');
  await composer(anna).pressSequentially('Ask @');
  await expect(page.getByTestId('mention-list').getByRole('option')).toHaveCount(4);
  await takePictures(anna, 'mention-list');
  await composer(anna).fill('');
  await page.getByTestId('attach-input').setInputFiles([
    { name: 'IMG_2130.jpg', mimeType: 'image/jpeg', buffer: await drawPlanks() },
    { name: 'Lofting notes.txt', mimeType: 'text/plain', buffer: Buffer.from('412 mm') },
  ]);
  await expect(page.getByTestId('chosen-files').getByRole('listitem')).toHaveCount(2);
  await takePictures(anna, 'composer-files');
  for (const name of ['IMG_2130.jpg', 'Lofting notes.txt']) {
    await page
      .getByTestId('chosen-files')
      .getByRole('button', { name: `Remove ${name}` })
      .click();
  }
});

test('searching', async () => {
  const { page } = anna;
  await composer(anna).focus();
  await page.keyboard.press('Control+Shift+F');
  await takePicture(anna, 'search-begin');
  await page.keyboard.type('zebra');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await takePicture(anna, 'search-nothing');
  await page.getByRole('button', { name: 'Clear search' }).click();
  await page.keyboard.type('rudder');
  await expect(page.getByTestId('search-result')).toHaveCount(1);
  await takePictures(anna, 'search-results');
  await page.getByRole('button', { name: 'Clear search' }).click();
});

test('writing', async () => {
  const { page } = anna;
  await conversationItem(anna, 'Ben Ito').click();
  await messages(anna, 'lathe needs a new belt').hover();
  await messages(anna, 'lathe needs a new belt').getByRole('button', { name: 'Reply' }).click();
  await composer(anna).fill('Yes, please order both. They wear out\nfaster than I thought.');
  await takePictures(anna, 'composer-reply');
  await takePictures(anna, 'composer-timers', () => openMenu('Self-destruct timer'));
  await openMenu('Self-destruct timer');
  await page.getByRole('menuitemradio', { name: '1 hour' }).click();
  await composer(anna).fill('word '.repeat(1_001));
  await takePictures(anna, 'composer-too-long');
  await composer(anna).fill('');
});

test('menus and dialogs', async () => {
  const { page } = anna;
  await conversationItem(anna, 'Harbour workshop').click();
  await takePictures(anna, 'conversation-menu', () => openMenu('Conversation options'));
  await openMenu('Conversation options');
  await page.getByRole('menuitem', { name: 'Members' }).click();
  await takePictures(anna, 'members');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Conversation options' }).click();
  await page.getByRole('menuitem', { name: 'Leave' }).click();
  await takePictures(anna, 'leave');
  await page.getByRole('button', { name: 'Cancel' }).click();
  for (const [item, name] of [
    ['Name and picture', 'group-name-and-picture'],
    ['Verify server', 'verify-server'],
  ] as const) {
    await openMenu('Conversation options');
    await page.getByRole('menuitem', { name: item }).click();
    await takePictures(anna, name);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'New conversation' }).click();
  await page.getByRole('checkbox', { name: 'Ben Ito' }).click();
  await page.getByRole('checkbox', { name: 'Chidinma' }).click();
  await page.getByLabel(/Group name/).fill('Lathe');
  await takePictures(anna, 'new-conversation');
  await page.getByRole('button', { name: 'Close' }).click();
});

test('archived and ended', async () => {
  const { page } = anna;
  await conversationItem(anna, 'Priya').first().click();
  await page.getByRole('button', { name: 'Conversation options' }).click();
  await page.getByRole('menuitem', { name: 'Until I turn it on' }).click();
  await conversationItem(anna, 'Søren').click();
  await page.getByRole('button', { name: 'Conversation options' }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(page.getByText('Archived (1)')).toBeVisible();
  await takePictures(anna, 'nothing-chosen');
  await page.getByText('Archived (1)').click();
  await expect(conversationItem(anna, 'Søren')).toBeVisible();
  await takePictures(anna, 'archived');
  await page.getByRole('button', { name: 'Archived' }).click();
  const params = { user_id: idOf(team.client('anna')) };
  await team.client('khai').call(removeFriend, { params });
  await conversationItem(anna, 'Khai').click();
  await expect(page.getByText(/are not friends/)).toBeVisible();
  await takePictures(anna, 'conversation-not-friends');
});

test('people', async () => {
  const { page } = anna;
  await openPeople(anna);
  await expect(page.getByRole('button', { name: /^Accept/ })).toHaveCount(2);
  await takePictures(anna, 'requests');
  await page.getByRole('tab', { name: 'Friends' }).click();
  await takePictures(anna, 'friends');
  await page.getByRole('tab', { name: 'Find people' }).click();
  await page.getByLabel('Search by name or username').fill('ka');
  await expect(page.getByRole('tabpanel').getByRole('listitem')).toHaveText([/Kaimana Kealoha/]);
  await takePictures(anna, 'find');
  await page.getByLabel('Search by name or username').fill('zebra');
  await expect(page.getByText('Nobody found')).toBeVisible();
  await takePictures(anna, 'find-nobody');
});

test('from small to large, and read from the right', async () => {
  const { page } = anna;
  await conversationItem(anna, 'Harbour workshop').click();
  await expect(messages(anna, 'Found it, thank you')).toBeVisible();
  await anna.resize(1920, 1080);
  await takePicture(anna, 'conversation-1920');
  await anna.resize(400, 760);
  await takePicture(anna, 'conversation-400');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await takePicture(anna, 'list-400');
  await anna.resize(1100, 760);
  await page.evaluate(() => window.futureTalk.call('chooseLanguage', { choice: 'ar' }));
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await conversationItem(anna, 'Harbour workshop').click();
  await expect(messages(anna, 'Found it, thank you')).toBeVisible();
  await takePicture(anna, 'conversation-arabic');
  await page.evaluate(() => window.futureTalk.call('chooseLanguage', { choice: null }));
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});

test('hosting and settings', async () => {
  const { page } = anna;
  await page.getByRole('button', { name: 'Hosting' }).click();
  await takePictures(anna, 'hosting-open');
  const onlyInvited = page.getByRole('switch', { name: /invite code/ });
  await onlyInvited.click();
  await expect(onlyInvited).toHaveAttribute('aria-checked', 'true');
  for (const uses of ['Once', '5 times']) {
    await page.getByLabel('May be used').selectOption({ label: uses });
    await page.getByRole('button', { name: 'Make a code' }).click();
  }
  await expect(page.getByRole('button', { name: /^Revoke/ })).toHaveCount(2);
  await takePictures(anna, 'hosting');
  await page.getByRole('button', { name: 'Stop hosting' }).click();
  await takePictures(anna, 'hosting-stop');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByText('Workbench tablet')).toBeVisible();
  await takePictures(anna, 'settings');
  for (const section of ['Appearance', 'Notifications']) {
    await page
      .getByRole('heading', { name: section })
      .evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
    await takePicture(anna, `settings-${section.toLowerCase()}`);
  }
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await takePictures(anna, 'sign-out');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(anna.screen('sign-in')).toBeVisible();
  await takePictures(anna, 'sign-in');
});

/** Anew each time: a menu closes when the window changes its size. */
async function openMenu(name: string): Promise<void> {
  const { page } = anna;
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await page.getByRole('button', { name }).click();
  await expect(page.getByRole('menu')).toBeVisible();
}

/** Anew each time, as a menu. */
async function openPicker(): Promise<void> {
  const { page } = anna;
  const picker = page.getByTestId('emoji-picker');
  await page.keyboard.press('Escape');
  await expect(picker).toBeHidden();
  await page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await expect(picker.getByRole('option').first()).toBeVisible();
}

async function expectShown(images: Locator): Promise<void> {
  for (const image of await images.all()) {
    await expect
      .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
      .toBeGreaterThan(0);
  }
}

/** Typing is forgotten after three seconds, so somebody has to go on. */
async function showTyping(): Promise<void> {
  const params = { conversation_id: team.harbourId };
  await team.client('chidi').call(setTyping, { params, query: { is_typing: true } });
  await expect(anna.page.getByTestId('typing-indicator')).toBeVisible();
}
