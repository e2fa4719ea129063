import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { composer, conversationItem, messages, send, serverProcessIds } from './support/actions.ts';
import type { Desktop } from './support/desktop.ts';
import {
  choose,
  chosenFiles,
  FileFolder,
  hashOf,
  pressSend,
  saveDocument,
} from './support/files.ts';
import { meetAndTalk } from './support/pair.ts';
import type { Pair } from './support/pair.ts';

// The two stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });
test.setTimeout(180_000);

const mebibyte = 1_048_576;

let pair: Pair;
const folder = new FileFolder();

test.beforeAll(async () => {
  pair = await meetAndTalk();
});

test.afterAll(async () => {
  await pair.end();
  folder.remove();
});

function progress(desktop: Desktop, name: string): Locator {
  return desktop.page.getByRole('progressbar', { name: `Progress of ${name}` });
}

/** Waits until the server has more of the file than this, and less than all. */
async function isUnderWay(desktop: Desktop, name: string, abovePercent: number): Promise<void> {
  const percent = async () => Number(await progress(desktop, name).getAttribute('aria-valuenow'));
  await expect.poll(percent, { intervals: [20] }).toBeGreaterThan(abovePercent);
}

function documentCard(desktop: Desktop, name: string): Locator {
  return desktop.page.getByTestId('document').filter({ hasText: name });
}

async function chooseAndSend(desktop: Desktop, ...files: string[]): Promise<void> {
  await choose(desktop, ...files);
  await expect(chosenFiles(desktop)).toHaveCount(files.length);
  await pressSend(desktop);
}

async function arrivesWhole(desktop: Desktop, sent: string): Promise<void> {
  const name = path.basename(sent);
  await expect(documentCard(desktop, name)).toBeVisible({ timeout: 120_000 });
  const saved = path.join(folder.path, `received-${name}`);
  await saveDocument(desktop, name, saved);
  expect(await hashOf(saved)).toBe(await hashOf(sent));
}

test('documents are sent several at once and saved as they were', async () => {
  const { anna, ben } = pair;
  const ledger = folder.random('ledger.bin', 3 * mebibyte + 17);
  const empty = folder.write('empty.txt', '');
  await chooseAndSend(anna, ledger, empty);
  await expect(documentCard(ben, 'empty.txt')).toBeVisible();
  await arrivesWhole(ben, ledger);
  await arrivesWhole(ben, empty);
  await expect(conversationItem(ben, 'Anna Berg')).toContainText('2 files');
  await ben.screenshot('files-documents');
});

test('an upload is paused while messages go on, then resumed; another one is cancelled', async () => {
  const { anna, ben } = pair;
  const file = folder.random('tower.bin', 40 * mebibyte);
  await chooseAndSend(anna, file);
  await isUnderWay(anna, 'tower.bin', 0);
  await anna.page.getByRole('button', { name: 'Pause' }).click();
  await expect(anna.page.getByTestId('upload-status')).toContainText('Paused');
  await anna.screenshot('files-paused');
  await send(anna, 'This does not wait for the tower');
  await expect(messages(ben, 'does not wait')).toHaveCount(1);
  await expect(documentCard(ben, 'tower.bin')).toHaveCount(0);
  await anna.page.getByRole('button', { name: 'Resume' }).click();
  await arrivesWhole(ben, file);

  await chooseAndSend(anna, folder.random('never.bin', 60 * mebibyte));
  await isUnderWay(anna, 'never.bin', 0);
  await anna.page.getByRole('button', { name: 'Cancel sending' }).click();
  await expect(anna.page.getByTestId('outgoing-files')).toHaveCount(0);
  await send(anna, 'I changed my mind');
  await expect(messages(ben, 'changed my mind')).toHaveCount(1);
  await expect(documentCard(ben, 'never.bin')).toHaveCount(0);
});

test('50 MB go on after the server was killed in the middle', async () => {
  const { anna, ben } = pair;
  const file = folder.random('voyage.bin', 50 * mebibyte);
  await chooseAndSend(ben, file);
  await isUnderWay(ben, 'voyage.bin', 3);
  for (const id of serverProcessIds(anna)) process.kill(id, 'SIGKILL');
  await arrivesWhole(anna, file);
});

test('an upload goes on after the app was started again', async () => {
  const { anna, ben } = pair;
  const file = folder.random('return.bin', 50 * mebibyte);
  await chooseAndSend(ben, file);
  await isUnderWay(ben, 'return.bin', 3);
  await ben.page.getByRole('button', { name: 'Pause' }).click();
  await expect(ben.page.getByTestId('upload-status')).toContainText('Paused');
  await ben.quit();
  await ben.launch();
  await conversationItem(ben, 'Anna Berg').click();
  await expect(ben.page.getByTestId('upload-status')).toContainText('Paused');
  await ben.page.getByRole('button', { name: 'Resume' }).click();
  await arrivesWhole(anna, file);
});

test('what is too large is refused before anything is sent, in plain words', async () => {
  const { anna } = pair;
  const file = folder.write('everything.img', '');
  truncateSync(file, 2 * 1024 * mebibyte + 1);
  expect(statSync(file).size).toBeGreaterThan(2 * 1024 * mebibyte);
  await choose(anna, file);
  const words = 'everything.img is too large. This server takes files of up to 2 GB.';
  await expect(anna.page.getByText(words)).toBeVisible();
  await expect(chosenFiles(anna)).toHaveCount(0);
  await anna.screenshot('files-too-large');
});

test('what could be a program is opened after a question only, and its copy is erased at the end', async () => {
  const { anna, ben } = pair;
  await chooseAndSend(anna, folder.write('setup.sh', 'echo hello\n'));
  await ben.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openPath = (file) => {
      opened.push(file);
      return Promise.resolve('');
    };
  });
  const opened = () =>
    ben.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await ben.page.getByRole('button', { name: 'Open setup.sh' }).click();
  const question = ben.page.getByRole('dialog', { name: 'Open this file?' });
  await expect(question).toBeVisible();
  await ben.screenshot('files-risky');
  expect(await opened()).toEqual([]);
  await question.getByRole('button', { name: 'Open anyway' }).click();
  await expect.poll(opened).toHaveLength(1);
  const [copy = ''] = await opened();
  expect(readFileSync(copy, 'utf8')).toBe('echo hello\n');
  await ben.quit();
  expect(() => statSync(copy)).toThrow('ENOENT');
  await ben.launch();
  await conversationItem(ben, 'Anna Berg').click();
  await expect(composer(ben)).toBeVisible();
});

test('a file with a timer is gone from everywhere, the opened copy too', async () => {
  const { anna, ben } = pair;
  await ben.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openPath = (file) => {
      opened.push(file);
      return Promise.resolve('');
    };
  });
  await anna.page.getByRole('button', { name: 'Self-destruct timer' }).click();
  await anna.page.getByRole('menuitemradio', { name: '5 seconds' }).click();
  await chooseAndSend(anna, folder.write('fleeting.txt', 'The marigold code is 4711\n'));
  await ben.page.getByRole('button', { name: 'Open fleeting.txt' }).click();
  const opened = () =>
    ben.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await expect.poll(opened).toHaveLength(1);
  const [copy = ''] = await opened();
  expect(readFileSync(copy, 'utf8')).toContain('marigold');
  for (const desktop of [anna, ben]) {
    await expect(messages(desktop, 'This message self-destructed')).toHaveCount(1);
    await expect(documentCard(desktop, 'fleeting.txt')).toHaveCount(0);
  }
  await expect.poll(() => existsSync(copy)).toBe(false);
  const found = spawnSync('grep', ['-rlaE', 'marigold', ben.profile, anna.profile]);
  expect(found.stdout.toString()).toBe('');
});
