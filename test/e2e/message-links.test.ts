import { expect, test } from '@playwright/test';
import { messages, send } from './support/actions.ts';
import type { Desktop } from './support/desktop.ts';
import { meetAndTalk } from './support/pair.ts';
import type { Pair } from './support/pair.ts';
import { expectNothingWider, takePictures } from './support/pictures.ts';

// The two stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let pair: Pair;

test.beforeAll(async () => {
  pair = await meetAndTalk();
  // Instead of starting a browser, what it would have been started with is kept.
  await pair.ben.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (address) => {
      opened.push(address);
      return Promise.resolve();
    };
  });
});

test.afterAll(async () => {
  await pair.end();
});

function opened(desktop: Desktop): Promise<string[]> {
  return desktop.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
}

const question = (desktop: Desktop) => desktop.page.getByRole('dialog');

test('a link is shown before the browser opens it, and its site may be trusted', async () => {
  const { anna, ben } = pair;
  await send(anna, 'The plan: https://example.org/plan?page=2, as agreed');
  const link = messages(ben, 'The plan').getByRole('link');
  await link.click();
  await expect(question(ben).getByTestId('link-site')).toHaveText('example.org');
  await expect(question(ben).getByText('https://example.org/plan?page=2')).toBeVisible();
  await takePictures(ben, 'link-question');
  expect(await opened(ben)).toEqual([]);
  await question(ben).getByRole('button', { name: 'Cancel' }).click();
  expect(await opened(ben)).toEqual([]);
  await link.click();
  await question(ben).getByLabel('Do not ask again for example.org').click();
  await question(ben).getByRole('button', { name: 'Open page' }).click();
  await expect.poll(() => opened(ben)).toEqual(['https://example.org/plan?page=2']);
  await link.click();
  await expect.poll(() => opened(ben)).toHaveLength(2);
  await expect(question(ben)).toHaveCount(0);
});

test('disguises are warned of, also where the site is trusted', async () => {
  const { anna, ben } = pair;
  await send(anna, 'Here: [https://bank.example/login](https://example.org/steal)');
  await messages(ben, 'Here:').getByRole('link').click();
  await expect(question(ben).getByTestId('link-site')).toHaveText('example.org');
  await expect(question(ben)).toContainText('shows “https://bank.example/login”');
  await expect(question(ben).getByLabel(/Do not ask again/)).toHaveCount(0);
  await takePictures(ben, 'link-warning');
  await ben.page.keyboard.press('Escape');
  await send(anna, 'And https://pаypal.com/ too');
  await messages(ben, 'And').getByRole('link').click();
  await expect(question(ben).getByTestId('link-site')).toHaveText('xn--pypal-4ve.com');
  await question(ben).getByRole('button', { name: 'Cancel' }).click();
  expect(await opened(ben)).toHaveLength(2);
});

test('a mailbox is written to, and the middle button asks too', async () => {
  const { anna, ben } = pair;
  await send(anna, 'Write to mailto:office@example.org?attach=/etc/passwd please');
  await messages(ben, 'Write to').getByRole('link').click({ button: 'middle' });
  await expect(question(ben).getByTestId('link-site')).toHaveText('office@example.org');
  await question(ben).getByRole('button', { name: 'Open mail program' }).click();
  await expect.poll(() => opened(ben)).toContain('mailto:office@example.org');
});

test('nothing else is a link, or opened if the page asked for it', async () => {
  const { anna, ben } = pair;
  await send(anna, 'None: javascript:alert(1) [x](file:///etc/passwd) data:text/html,y');
  await expect(messages(ben, 'None:')).toBeVisible();
  await expect(messages(ben, 'None:').getByRole('link')).toHaveCount(0);
  const before = await opened(ben);
  const answers = await ben.page.evaluate(async () => {
    const link = { address: 'file:///etc/passwd', text: 'x' };
    const windowOpened = window.open('https://example.org/') !== null;
    return [
      await window.futureTalk.call('checkLink', link),
      await window.futureTalk.call('openLink', link),
      windowOpened,
    ];
  });
  expect(answers).toMatchObject([{ ok: true, value: null }, { ok: false }, false]);
  expect(await opened(ben)).toEqual(before);
});

test('markup is drawn, and nothing in it is wider than the window', async () => {
  const { anna, ben } = pair;
  await send(
    anna,
    [
      'The order for **Monday**, _please_ ~~Tuesday~~:',
      '- 4 × `M8` screws',
      '  - galvanised',
      '- oil',
      '1. First the crane',
      '2. then the *deck*',
      '> Who has the key?',
      '> > Ben had it',
      '```',
      'for (const bolt of bolts) tighten(bolt, { torqueNewtonMetres: 25, direction: "clockwise" });',
      '```',
      'See https://example.org/a/very/long/path/that/goes/on/and/on/until/the/bubble/is/full',
    ].join('\n'),
  );
  const message = messages(ben, 'The order for');
  await expect(message.getByRole('listitem')).toHaveCount(5);
  await expect(message.locator('blockquote blockquote')).toHaveText('Ben had it');
  await expect(message.locator('pre')).toContainText('tighten(bolt');
  await takePictures(ben, 'markup');
  await expect(ben.page.getByTestId('conversation-item')).toContainText(
    'The order for Monday, please Tuesday',
  );
});

test('the longest message with the most markup is drawn at once', async () => {
  const { anna, ben } = pair;
  for (const pattern of ['*a* ', '`a` ', '- a\n', '> *a*\n', '**a *b `c`***\n', 'http://a ']) {
    await send(anna, pattern.repeat(Math.floor(4_900 / pattern.length)));
  }
  await send(anna, 'That was it');
  await expect(messages(ben, 'That was it')).toBeVisible();
  await expectNothingWider(ben);
});

test('messages higher than the window that come in one frame are followed to the newest', async () => {
  const { anna, ben } = pair;
  const goOn = await standStill(ben);
  for (const name of ['One', 'Two', 'Three']) await send(anna, `${name}\n${'- a\n'.repeat(900)}`);
  await send(anna, 'The lists are complete');
  const last = messages(anna, 'The lists are complete');
  await expect(last).toHaveAttribute('data-state', 'delivered');
  await goOn();
  await expect(messages(ben, 'The lists are complete')).toBeInViewport();
});

/** The page runs nothing, and draws nothing, until the answer is called. */
async function standStill({ page }: Desktop): Promise<() => Promise<void>> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Debugger.enable');
  const paused = new Promise((resolve) => debug.once('Debugger.paused', resolve));
  // Not wherever the page is just then: what comes meanwhile would run in the midst of its program.
  const ran = debug.send('Runtime.evaluate', { expression: 'debugger' });
  await paused;
  return async () => {
    await debug.send('Debugger.resume');
    await ran;
    await debug.detach();
  };
}
