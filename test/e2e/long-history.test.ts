import { expect, test } from '@playwright/test';
import type { Message } from '#protocol/messages.ts';
import { befriend, password, say, signUp, startConversation } from '../support/rest.ts';
import type { TestPerson } from '../support/rest.ts';
import { longHistoryText, writeLongHistory } from '../support/long-history.ts';
import { composer, conversationItem, joinAt, messages } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import {
  numbersShown,
  placeOf,
  rowsBefore,
  run,
  scrollBy,
  toVeryTop,
  uppermost,
} from './support/list-probe.ts';
import { LoneServer } from './support/lone-server.ts';

// One window for the whole file: each test begins by going to the place that it is about.
test.describe.configure({ mode: 'serial' });

const count = 100_000;
const dayMs = 86_400_000;
const until = Date.now() - 60_000;
const from = until - 500 * dayMs;
/** More than the page that is loaded at first. */
const unread = 120;
/** What Ben wrote of these. */
const words: Message[] = [];
/** A pixel or two go where sizes are rounded. */
const still = 2;

const anna = new Desktop('anna');
let server: LoneServer;
let ben: TestPerson;
let conversationId: string;

test.beforeAll(async () => {
  server = await LoneServer.start('The archive');
  const her = await signUp(server.url, 'anna');
  ben = await signUp(server.url, 'ben');
  const carla = await signUp(server.url, 'carla');
  await befriend(her, ben);
  await befriend(her, carla);
  const senderIds = [her.id, ben.id];
  const history = { dataFolder: server.folder, senderIds, count, from, until };
  const { id: other } = await startConversation(her, carla);
  const carlas = { ...history, conversationId: other, count: 200, until: until - dayMs };
  writeLongHistory({ ...carlas, senderIds: [her.id, carla.id] });
  const { id } = await startConversation(her, ben);
  conversationId = id;
  writeLongHistory({ ...history, conversationId, searched: [500] });
  await anna.launch();
  await joinAt(anna, `127.0.0.1:${String(server.port)}`);
  await anna.page.getByRole('button', { name: 'Sign in' }).click();
  await anna.page.getByLabel('Username').fill('anna');
  await anna.page.getByLabel('Password', { exact: true }).fill(password);
  await anna.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await anna.focus();
  await conversationItem(anna, 'ben').click();
});

test.afterAll(async () => {
  await anna.remove();
  await server.stop();
});

/** Waits until nothing moves any more: two looks, a frame apart, find the same. */
async function settled(): Promise<void> {
  await expect
    .poll(async () => {
      const before = await uppermost(anna);
      await anna.page.evaluate(() => new Promise(requestAnimationFrame));
      const after = await uppermost(anna);
      return before.key === after.key && Math.abs(before.top - after.top) < 0.5;
    })
    .toBe(true);
}

async function toNewest(): Promise<void> {
  await anna.page.getByRole('button', { name: /^Jump to the newest message/ }).click();
  await expect(messages(anna, `Message ${String(count)}:`)).toBeInViewport();
}

async function toDate(time: number): Promise<void> {
  await anna.page.getByRole('button', { name: 'Conversation options' }).click();
  await anna.page.getByRole('menuitem', { name: 'Go to a date' }).click();
  const field = anna.page.getByLabel('Date', { exact: true });
  await field.fill(dayOf(time));
  await field.press('Enter');
  await expect(messages(anna, `Message ${String(firstOfDay(time))}:`)).toBeInViewport();
}

function dayOf(time: number): string {
  const date = new Date(time);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** The first message of the day on which a moment lies. */
function firstOfDay(time: number): number {
  const start = new Date(time).setHours(0, 0, 0, 0);
  return Math.ceil(((start - from) * (count - 1)) / (until - from)) + 1;
}

test('opens at the newest message, with few rows, and none is blank while it scrolls', async () => {
  await expect(messages(anna, `Message ${String(count)}:`)).toBeInViewport();
  await scrollBy(anna, -1);
  const up = await run(anna, -60, 150);
  const down = await run(anna, 60, 100);
  for (const { blankFrames, mostRows, medianFrameMs, passed } of [up, down]) {
    expect(blankFrames).toBe(0);
    expect(mostRows).toBeLessThan(300);
    expect(passed).toBeGreaterThan(40);
    // How fast it is, the bench says: this tells a list that hangs from one that scrolls.
    expect(medianFrameMs).toBeLessThan(100);
  }
  // Nor does a screen reader hear what only scrolls by: what is new is told elsewhere.
  await expect(anna.page.getByRole('log')).toHaveAttribute('aria-live', 'off');
});

test('keeps its place when older messages come above, at the very top too', async () => {
  const before = (await numbersShown(anna))[0] ?? 0;
  for (let pages = 0; pages < 3; pages += 1) {
    const { key, top } = await toVeryTop(anna);
    // It was the first that had a row.
    await expect.poll(() => rowsBefore(anna, key)).toBeGreaterThan(0);
    await settled();
    expect(Math.abs(((await placeOf(anna, key)) ?? Infinity) - top)).toBeLessThan(still);
  }
  expect((await numbersShown(anna))[0]).toBeLessThan(before);
});

test('rows are in order, and as many far away as at the newest', async () => {
  for (let screens = 0; screens < 30; screens += 1) {
    await scrollBy(anna, -2);
    await anna.page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await settled();
  const numbers = await numbersShown(anna);
  expect(numbers.length).toBeLessThan(300);
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
});

test('a row above that grows, as a picture does when it is there, moves nothing in view', async () => {
  const { key, top } = await uppermost(anna);
  await anna.page.evaluate((wanted) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[role=log] [data-key]')];
    const index = rows.findIndex((row) => row.dataset.key === wanted);
    rows[index - 3]?.style.setProperty('min-height', '400px');
  }, key);
  await settled();
  expect(Math.abs(((await placeOf(anna, key)) ?? Infinity) - top)).toBeLessThan(still);
});

test('jumps to a date, to a message found by search, and back to the newest', async () => {
  const time = from + 100 * dayMs;
  await toDate(time);
  await toNewest();
  await composer(anna).focus();
  await anna.page.keyboard.press('Control+F');
  await anna.page.keyboard.type('Message 500');
  await anna.page.getByTestId('search-result').first().click();
  await expect(messages(anna, 'Message 500:')).toBeInViewport();
  await anna.page.getByRole('button', { name: 'Clear search' }).click();
  await toNewest();
});

test('what comes while one reads above moves nothing; at the newest it is followed', async () => {
  await scrollBy(anna, -2);
  await settled();
  const { key, top } = await uppermost(anna);
  await say(ben, { id: conversationId }, 'A ship came in');
  const jump = anna.page.getByRole('button', { name: /^Jump to the newest message/ });
  await expect(jump).toHaveAccessibleName('Jump to the newest message, 1 new message');
  expect(Math.abs(((await placeOf(anna, key)) ?? Infinity) - top)).toBeLessThan(still);
  await jump.click();
  await expect(messages(anna, 'A ship came in')).toBeInViewport();
  await say(ben, { id: conversationId }, 'And another');
  await expect(messages(anna, 'And another')).toBeInViewport();
});

test('another conversation and back: at the same message, at the same height', async () => {
  await toDate(from + 250 * dayMs);
  await scrollBy(anna, -1.3);
  await settled();
  const { key, top } = await uppermost(anna);
  await conversationItem(anna, 'carla').click();
  await expect(messages(anna, 'Message 200:')).toBeInViewport();
  await conversationItem(anna, 'ben').click();
  await expect.poll(() => placeOf(anna, key)).not.toBeNull();
  await settled();
  expect(Math.abs(((await placeOf(anna, key)) ?? Infinity) - top)).toBeLessThan(still);
});

test('another conversation and back: at what is new, where something came meanwhile', async () => {
  await toNewest();
  await scrollBy(anna, -1.5);
  await settled();
  await conversationItem(anna, 'carla').click();
  await expect(messages(anna, 'Message 200:')).toBeInViewport();
  await say(ben, { id: conversationId }, 'The first of two');
  await say(ben, { id: conversationId }, 'The second of two');
  await expect(conversationItem(anna, 'ben')).toContainText('2 unread messages');
  await conversationItem(anna, 'ben').click();
  await expect(anna.page.getByText('New messages')).toBeInViewport();
  await expect(messages(anna, 'The first of two')).toBeInViewport();
});

test('back from far above, to more unread than a page holds: at the first of it', async () => {
  await toDate(from + 250 * dayMs);
  await settled();
  await conversationItem(anna, 'carla').click();
  await expect(messages(anna, 'Message 200:')).toBeInViewport();
  for (let number = 1; number <= unread; number += 1) {
    words.push(await say(ben, { id: conversationId }, `Word ${String(number)} of many`));
  }
  await expect(conversationItem(anna, 'ben')).toContainText(`Word ${String(unread)} of many`);
  await conversationItem(anna, 'ben').click();
  await expect(anna.page.getByText('New messages', { exact: true })).toBeInViewport();
  await expect(messages(anna, 'Word 1 of many')).toBeInViewport();
  await anna.page.getByRole('button', { name: /^Jump to the newest message/ }).click();
  await expect(messages(anna, `Word ${String(unread)} of many`)).toBeInViewport();
});

test('an edit and a deletion above, and a window of another size, move nothing', async () => {
  await scrollBy(anna, -1);
  await settled();
  const { key, top } = await uppermost(anna);
  const moved = async () => Math.abs(((await placeOf(anna, key)) ?? Infinity) - top);
  // Two that have rows, but are out of view.
  const first = (await rowsBefore(anna, key)) - 6;
  const texts = await anna.page.getByTestId('message').allTextContents();
  const number = Number(/Word (\d+) of many/.exec(texts[first] ?? '')?.[1]);
  const [edited, deleted] = words.slice(number - 1);
  await ben.patch(`/messages/messages/${edited?.id ?? ''}`, {
    content: `New: ${longHistoryText(99)}`,
  });
  await expect(messages(anna, 'New: Message 99')).toBeAttached();
  await expect(messages(anna, 'New: Message 99')).not.toBeInViewport();
  await ben.delete(`/messages/messages/${deleted?.id ?? ''}`);
  await expect(messages(anna, deleted?.content ?? '')).toHaveCount(0);
  await settled();
  expect(await moved()).toBeLessThan(still);
  const size = await anna.page.evaluate(() => [window.innerWidth, window.innerHeight] as const);
  for (const [width, height] of [[800, 600] as const, size]) {
    await anna.resize(width, height);
    await settled();
    // The lines of the row at the edge may break elsewhere: it is there still.
    expect(await moved()).toBeLessThan(60);
  }
});

test('the keyboard goes on where no rows are yet, and stays in the list when its row goes', async () => {
  const focused = () =>
    anna.page.evaluate(() => {
      const row = document.activeElement?.closest('[role=log] [data-key]');
      return Number(/Message (\d+):/.exec(row?.textContent ?? '')?.[1] ?? 0);
    });
  await anna.page.getByTestId('message').last().focus();
  await anna.page.keyboard.press('Home');
  await expect.poll(focused).toBe(1);
  await expect(messages(anna, 'Message 1:')).toBeInViewport();
  for (let presses = 0; presses < 150; presses += 1) await anna.page.keyboard.press('ArrowDown');
  expect(await focused()).toBe(151);
  for (let screens = 0; screens < 20; screens += 1) {
    await scrollBy(anna, 2);
    await anna.page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await settled();
  expect(await focused()).toBeGreaterThan(151);
  await anna.page.keyboard.press('End');
  await expect(messages(anna, `Word ${String(unread)} of many`)).toBeFocused();
});

test('a selection outlives the rows around it', async () => {
  const selected = await anna.page.evaluate(() => {
    const rows = [...document.querySelectorAll('[role=log] [data-bubble]')];
    const selection = window.getSelection();
    const [first, last] = [rows.at(-8), rows.at(-3)];
    if (first && last) selection?.setBaseAndExtent(first, 0, last, last.childNodes.length);
    return selection?.toString() ?? '';
  });
  expect(selected.length).toBeGreaterThan(100);
  for (let screens = 0; screens < 15; screens += 1) {
    await scrollBy(anna, -1);
    await anna.page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await settled();
  expect(await anna.page.evaluate(() => window.getSelection()?.toString())).toBe(selected);
  await anna.page.evaluate(() => window.getSelection()?.removeAllRanges());
});

test('pages, from where one writes and from a message; an empty field leads to both ends', async () => {
  const { page } = anna;
  const focusedNumber = () =>
    page.evaluate(() => {
      const row = document.activeElement?.closest('[role=log] [data-key]');
      return Number(/Message (\d+):/.exec(row?.textContent ?? '')?.[1] ?? 0);
    });
  await toDate(from + 300 * dayMs);
  await settled();
  await composer(anna).focus();
  const { key, top } = await uppermost(anna);
  await page.keyboard.press('PageUp');
  await expect.poll(async () => (await placeOf(anna, key)) ?? 0).toBeGreaterThan(top + 200);
  await page.keyboard.press('PageDown');
  await expect.poll(async () => Math.abs(((await placeOf(anna, key)) ?? 0) - top)).toBeLessThan(2);
  await expect(composer(anna)).toBeFocused();

  // From the first that is there to the last; the keyboard stays at what is in view.
  await page.locator(`[data-key="${key}"]`).focus();
  const start = await focusedNumber();
  await page.keyboard.press('PageDown');
  await expect.poll(focusedNumber).toBeGreaterThan(start);
  await expect(page.locator('[role=log] [data-key]:focus')).toBeInViewport({ ratio: 1 });
  const further = await focusedNumber();
  await page.keyboard.press('ArrowDown');
  expect(await focusedNumber()).toBe(further + 1);
  await page.keyboard.press('PageUp');
  await expect.poll(focusedNumber).toBeLessThan(further);

  await composer(anna).focus();
  await page.keyboard.press('Home');
  await expect(messages(anna, 'Message 1:')).toBeInViewport();
  await expect(composer(anna)).toBeFocused();
  await page.keyboard.press('End');
  await expect(messages(anna, `Word ${String(unread)} of many`)).toBeInViewport();
  await expect(composer(anna)).toBeFocused();
  // In a text both are the text's own.
  await page.keyboard.type('abc');
  await page.keyboard.press('Home');
  await page.keyboard.type('x');
  await expect(composer(anna)).toHaveValue('xabc');
  await composer(anna).fill('');
});

test('after a restart: the same conversation, at the same message, at the same height', async () => {
  await toDate(from + 200 * dayMs);
  await scrollBy(anna, -1.3);
  await settled();
  const { key, top } = await uppermost(anna);
  await anna.quit();
  await anna.launch();
  await expect(anna.page.getByRole('log')).toBeVisible();
  await expect.poll(() => placeOf(anna, key)).not.toBeNull();
  await settled();
  expect(Math.abs(((await placeOf(anna, key)) ?? Infinity) - top)).toBeLessThan(still);
  await expect(composer(anna)).toBeFocused();
  // All the way back from there, as from any other place.
  await anna.page.getByRole('button', { name: /^Jump to the newest message/ }).click();
  await expect(messages(anna, `Word ${String(unread)} of many`)).toBeInViewport();
});

test('after a restart: at what is new, where something came meanwhile', async () => {
  await toDate(from + 200 * dayMs);
  await settled();
  await anna.quit();
  await say(ben, { id: conversationId }, 'While you were away');
  await anna.launch();
  // At the first of all that is unread: of the many words not all have been looked at.
  await expect(anna.page.getByText('New messages', { exact: true })).toBeInViewport();
  await anna.page.getByRole('button', { name: /^Jump to the newest message/ }).click();
  await expect(messages(anna, 'While you were away')).toBeInViewport();
});

test('after a restart: nowhere, where no conversation was open', async () => {
  const { page } = anna;
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(anna.screen('settings')).toBeVisible();
  await anna.quit();
  await anna.launch();
  await expect(conversationItem(anna, 'ben')).toBeVisible();
  await expect(anna.page.getByText('Pick up where you left off')).toBeVisible();
  await expect(composer(anna)).toHaveCount(0);
});
