import { expect, test } from '@playwright/test';
import { composer, conversationItem, messages, send } from './support/actions.ts';
import { scrollUpTo } from './support/list-probe.ts';
import { meetAndTalk } from './support/pair.ts';
import type { Pair } from './support/pair.ts';
import { expectNothingWider } from './support/pictures.ts';

// The two stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let pair: Pair;

test.beforeAll(async () => {
  pair = await meetAndTalk();
});

test.afterAll(async () => {
  await pair.end();
});

test('Enter sends, Shift and Enter break the line', async () => {
  const { anna, ben } = pair;
  await composer(anna).pressSequentially('First line');
  await composer(anna).press('Shift+Enter');
  await composer(anna).pressSequentially('second line');
  await expect(composer(anna)).toHaveValue('First line\nsecond line');
  await expect(messages(anna, 'First line')).toHaveCount(0);
  await composer(anna).press('Enter');
  await expect(composer(anna)).toHaveValue('');
  await expect(messages(ben, 'First line')).toHaveCount(1);
  const text = await messages(ben, 'First line').locator('[dir=auto]').innerText();
  expect(text).toBe('First line\nsecond line');
});

test('blanks alone are not sent', async () => {
  const { anna } = pair;
  const before = await anna.page.getByTestId('message').count();
  await composer(anna).fill('  \n ');
  await expect(anna.page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await composer(anna).press('Enter');
  await send(anna, 'Not blank');
  await expect(anna.page.getByTestId('message')).toHaveCount(before + 1);
});

test('a message is at most 5000 characters long', async () => {
  const { anna, ben } = pair;
  const longest = '🙂'.repeat(5_000);
  await composer(anna).fill(`${longest}!`);
  await expect(anna.page.getByText('1 character too many')).toBeVisible();
  await expect(anna.page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await composer(anna).press('Enter');
  await expect(composer(anna)).toHaveValue(`${longest}!`);
  await composer(anna).fill(longest);
  await expect(anna.page.getByText('0 characters left')).toBeVisible();
  await composer(anna).press('Enter');
  await expect(messages(ben, longest)).toHaveCount(1);
});

const oddTexts = [
  '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>',
  '<b>not bold</b> &amp; {name} ${x}',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(5),
  'שלום עולם, זה הודעה מימין לשמאל',
  'مرحبا بالعالم',
  '👩‍👩‍👧‍👦🏳️‍🌈🇨🇭',
  `z${'\u0353'.repeat(200)}algo`,
  '\u202Egnp.exe\u202C',
];

for (const [index, text] of oddTexts.entries()) {
  test(`whatever is written is shown as it was written: ${String(index + 1)}`, async () => {
    const { anna, ben } = pair;
    await send(anna, text);
    for (const desktop of [anna, ben]) {
      const row = desktop.page.getByTestId('message').last();
      await expect(row.locator('[dir=auto]')).toHaveText(text, { useInnerText: false });
      await expect(row.locator('img, script, b')).toHaveCount(0);
      expect(await desktop.page.title()).toBe('Future Talk');
      await expectNothingWider(desktop);
    }
  });
}

test('what was typed is still there after a look elsewhere', async () => {
  const { anna } = pair;
  await composer(anna).fill('Half a thought');
  await anna.page.getByRole('button', { name: 'Settings' }).click();
  await conversationItem(anna, 'Ben Ito').click();
  await expect(composer(anna)).toHaveValue('Half a thought');
  await expect(composer(anna)).toBeFocused();
  await composer(anna).fill('');
});

test('a reply quotes its message and leads back to it', async () => {
  const { anna, ben } = pair;
  const first = messages(ben, 'Hello Ben').first();
  await scrollUpTo(ben, first);
  await first.hover();
  await first.getByRole('button', { name: 'Reply' }).click();
  await expect(ben.page.getByText('Reply to Anna Berg')).toBeVisible();
  await send(ben, 'And hello to you');
  await expect(ben.page.getByText('Reply to Anna Berg')).toHaveCount(0);
  const reply = messages(anna, 'And hello to you');
  const quote = reply.getByRole('button', { name: 'Show the message by You' });
  await expect(quote).toContainText('Hello Ben');
  const original = anna.page.getByTestId('message').first();
  await expect(original).not.toBeInViewport();
  await quote.click();
  await expect(original).toBeInViewport();
  await anna.page.getByRole('button', { name: 'Jump to the newest message' }).click();
  await expect(reply).toBeInViewport();
});

test('a message with a timer is shown counting, and is then gone everywhere', async () => {
  const { anna, ben } = pair;
  await ben.page.getByRole('button', { name: 'Self-destruct timer' }).click();
  await ben.page.getByRole('menuitemradio', { name: '5 seconds' }).click();
  await send(ben, 'The password is marmalade');
  await expect(
    messages(anna, 'The password is marmalade').getByLabel(/Self-destructs in/),
  ).toBeVisible();
  await expect(conversationItem(anna, 'Ben Ito')).toContainText('The password is marmalade');
  for (const desktop of [anna, ben]) {
    await expect(messages(desktop, 'This message self-destructed')).toHaveCount(1);
    expect(await desktop.page.content()).not.toContain('marmalade');
  }
  await expect(conversationItem(anna, 'Ben Ito')).toContainText('Message self-destructed');
  // Opened again, it comes from the server, which has nothing left to tell.
  await anna.page.reload();
  await conversationItem(anna, 'Ben Ito').click();
  await expect(messages(anna, 'This message self-destructed')).toHaveCount(1);
  await ben.page.getByRole('button', { name: /^Self-destructs after/ }).click();
  await ben.page.getByRole('menuitemradio', { name: 'Off' }).click();
});
