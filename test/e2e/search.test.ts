import { expect, test } from '@playwright/test';
import { composer, conversationItem, messages, send } from './support/actions.ts';
import type { Desktop } from './support/desktop.ts';
import { meetAndTalk } from './support/pair.ts';
import type { Pair } from './support/pair.ts';
import { takePictures } from './support/pictures.ts';

// The two stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let pair: Pair;

test.beforeAll(async () => {
  pair = await meetAndTalk();
  await send(pair.anna, 'The blue kiln is warm: bring the clay, café included');
  await send(pair.ben, 'Which kiln? 我们明天在北京见面');
  for (let index = 1; index <= 70; index += 1) {
    await send(pair.anna, `Entry ${String(index)} of a long day at the workshop`);
  }
  await expect(messages(pair.ben, 'Entry 70 of')).toBeVisible();
});

test.afterAll(async () => {
  await pair.end();
});

const field = ({ page }: Desktop) => page.getByRole('searchbox');
const results = ({ page }: Desktop) => page.getByTestId('search-result');
const active = ({ page }: Desktop) => page.locator('[role=option][aria-selected=true]');

test('a word is found from afar and jumped to by the keyboard alone', async () => {
  const { ben } = pair;
  await composer(ben).focus();
  await ben.page.keyboard.press('Control+Shift+F');
  await expect(field(ben)).toBeFocused();
  await expect(ben.page.getByText('Search your messages')).toBeVisible();
  await takePictures(ben, 'search-begin');
  await ben.page.keyboard.type('cafe clay');
  await expect(results(ben)).toHaveCount(1);
  await expect(results(ben)).toContainText('Anna Berg');
  await expect(results(ben).locator('mark')).toHaveText(['clay', 'café']);
  await ben.page.keyboard.press('ArrowDown');
  await expect(active(ben)).toContainText('blue kiln');
  await ben.page.keyboard.press('Enter');
  await expect(messages(ben, 'The blue kiln is warm')).toBeInViewport();
  await expect(messages(ben, 'Entry 70 of')).not.toBeInViewport();
  await expect(field(ben)).toBeFocused();
  // In the narrow pictures the field is out of sight, and loses the focus.
  await takePictures(ben, 'search-jumped');
  await field(ben).focus();

  await ben.page.keyboard.press('Escape');
  await expect(composer(ben)).toBeFocused();
  await expect(conversationItem(ben, 'Anna Berg')).toBeVisible();
  await expect(results(ben)).toHaveCount(0);
});

test('the arrows lead through many results, page by page', async () => {
  const { ben } = pair;
  await ben.page.keyboard.press('Control+Shift+F');
  await ben.page.keyboard.type('workshop entry');
  await expect(results(ben)).toHaveCount(20);
  await expect(results(ben).first()).toContainText('Entry 70');
  await takePictures(ben, 'search-results');
  for (let step = 0; step < 21; step += 1) await ben.page.keyboard.press('ArrowDown');
  await expect(results(ben)).toHaveCount(40);
  await expect(active(ben)).toBeInViewport();
  await ben.page.keyboard.press('ArrowUp');
  await expect(active(ben)).toBeInViewport();
  await ben.page.keyboard.press('Escape');
});

test('a search is narrowed to a conversation, a person, a time', async () => {
  const { ben } = pair;
  await composer(ben).focus();
  await ben.page.keyboard.press('Control+F');
  await expect(field(ben)).toHaveAccessibleName('Search in this conversation');
  await ben.page.keyboard.type('kiln');
  await expect(results(ben)).toHaveCount(2);
  await ben.page.getByLabel('From', { exact: true }).selectOption('From Anna Berg');
  await expect(results(ben)).toHaveCount(1);
  await ben.page.getByLabel('From', { exact: true }).selectOption('From you');
  await expect(results(ben)).toContainText(['Which kiln?']);
  await ben.page.getByLabel('When', { exact: true }).selectOption('Last 7 days');
  await expect(results(ben)).toHaveCount(1);
  await takePictures(ben, 'search-narrowed');
  await ben.page.getByLabel('When', { exact: true }).selectOption('Over a year ago');
  await expect(ben.page.getByText('Nothing found')).toBeVisible();
  await takePictures(ben, 'search-nothing');
  await ben.page.getByRole('button', { name: 'Clear search' }).click();
  await expect(ben.page.getByLabel('When', { exact: true })).toHaveCount(0);
});

test('a search is narrowed to what has a file', async () => {
  const { anna, ben } = pair;
  await ben.page.getByRole('button', { name: /^Jump to the newest message/ }).click();
  const firing = { name: 'firing.txt', mimeType: 'text/plain', buffer: Buffer.from('1,220 °C') };
  await anna.page.getByTestId('attach-input').setInputFiles(firing);
  await composer(anna).fill('The kiln’s last firing');
  await composer(anna).press('Enter');
  await expect(messages(ben, 'last firing').getByTestId('document')).toBeVisible();
  await field(ben).fill('kiln');
  await expect(results(ben)).toHaveCount(3);
  await ben.page.getByRole('button', { name: 'Has a file' }).click();
  await expect(results(ben)).toHaveCount(1);
  await expect(results(ben)).toContainText('last firing');
  await ben.page.getByRole('button', { name: 'Clear search' }).click();
});

test('words without spaces, and what is only punctuation', async () => {
  const { anna } = pair;
  await field(anna).fill('北京');
  await expect(results(anna)).toHaveCount(1);
  await expect(results(anna).locator('mark')).toHaveText(['北京']);
  await field(anna).fill('?!');
  await expect(anna.page.getByText('Type a letter or a digit')).toBeVisible();
  await field(anna).press('Escape');
});

test('what destroys itself leaves the results at that moment', async () => {
  const { anna, ben } = pair;
  await field(ben).fill('rendezvous');
  await expect(ben.page.getByText('Nothing found')).toBeVisible();
  await anna.page.getByRole('button', { name: 'Self-destruct timer' }).click();
  await anna.page.getByRole('menuitemradio', { name: '10 seconds' }).click();
  await send(anna, 'rendezvous at the bridge');
  await expect(messages(ben, 'rendezvous')).toBeVisible();
  await field(ben).fill('rendezvou');
  await expect(results(ben)).toHaveCount(1);
  await expect(results(ben)).toHaveCount(0, { timeout: 15_000 });
  await expect(ben.page.getByText('rendezvous at the bridge')).toHaveCount(0);
  await field(ben).press('Escape');
});

test('in a narrow window the search stands before the conversation', async () => {
  const { ben } = pair;
  await ben.resize(520, 700);
  await expect(composer(ben)).toBeVisible();
  await ben.page.keyboard.press('Control+F');
  await expect(field(ben)).toBeFocused();
  await ben.page.keyboard.type('blue');
  await expect(results(ben)).toHaveCount(1);
  await takePictures(ben, 'search-narrow');
  await ben.page.keyboard.press('Enter');
  await expect(messages(ben, 'The blue kiln is warm')).toBeInViewport();
});
