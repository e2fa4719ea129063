import { expect, test } from '@playwright/test';
import { languageCodes, languages } from '#messages/languages.ts';
import type { Language } from '#messages/languages.ts';
import { loadSpeaker } from '#messages/load-speaker.ts';
import type { Speaker } from '#messages/speaker.ts';
import { fillDemo } from '../../demo/fill.ts';
import type { Demo } from '../../demo/fill.ts';
import { MovableClock } from '../../demo/movable-clock.ts';
import { expectAccessible } from './support/accessibility.ts';
import {
  conversationCalled,
  conversationItem,
  hostedPort,
  hostHere,
  messages,
  password,
  signUp,
} from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { expectNothingWider } from './support/pictures.ts';
import { expectSaid, expectWholeLabels } from './support/wording.ts';

// One window for the whole file: each test goes on from where the one before left it.
test.describe.configure({ mode: 'serial' });

let clock: MovableClock;
let anna: Desktop;
let team: Demo;
/** What the page is spoken in; each test leaves it to the next. */
let spoken: Speaker;
let port: number;

test.beforeAll(async () => {
  clock = new MovableClock();
  anna = new Desktop('anna', clock.environment());
  spoken = await loadSpeaker('en');
  await anna.launch();
  await hostHere(anna, 'anyone');
  await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
  port = (await hostedPort(anna)) ?? 0;
  const url = `http://127.0.0.1:${String(port)}`;
  team = await fillDemo({ url, clock, annaIsThere: true });
});

test.afterAll(async () => {
  await team.end();
  await anna.remove();
  clock.remove();
});

for (const language of languageCodes) {
  test(`${languages[language].name}: every screen is whole`, async () => {
    await chooseLanguage(language);
    await expectWhole('settings');
    await goThroughConversations();
    await button('nav.people').first().click();
    await expectWhole('people');
    await button('nav.hosting').click();
    await expect(anna.page.getByTestId('hosted-address').first()).toBeVisible();
    await expectWhole('hosting');
    await signOutAndIn();
  });
}

async function chooseLanguage(language: Language): Promise<void> {
  const { page } = anna;
  await button('nav.settings').click();
  await page
    .getByRole('combobox', { name: spoken.t('settings.language'), exact: true })
    .selectOption(language);
  spoken = await loadSpeaker(language);
  const { direction } = languages[language];
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await expect(page.locator('html')).toHaveAttribute('dir', direction);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(spoken.t('settings.title'));
  // Main says it too: the application's menu is made anew.
  const menu = await anna.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map(({ label }) => label),
  );
  expect(menu).toContain(spoken.t('menu.edit'));
}

async function goThroughConversations(): Promise<void> {
  const { page } = anna;
  await conversationItem(anna, 'Harbour workshop').click();
  await expect(messages(anna, 'Found it, thank you')).toBeVisible();
  await expectWhole('conversation');
  await button('conversation.menu').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectWhole('menu', { wideOnly: true });
  await page.keyboard.press('Escape');
  await conversationCalled(anna, 'فاطمة').click();
  await expect(messages(anna, 'deep sea')).toBeVisible();
  await expectWhole('conversation-arabic');
}

/** The way out and in again, by another server's screens. */
async function signOutAndIn(): Promise<void> {
  const { page } = anna;
  await button('nav.settings').click();
  await button('settings.signOut').click();
  await expectWhole('dialog', { wideOnly: true });
  await page
    .getByRole('dialog')
    .getByRole('button', { name: spoken.t('settings.signOut') })
    .click();
  await expect(anna.screen('sign-in')).toBeVisible();
  await expectWhole('sign-in');
  await button('sign.otherServer').click();
  await expect(anna.screen('first-run')).toBeVisible();
  await expectWhole('first-run');
  await page.getByText(spoken.t('firstRun.join.title')).click();
  await expectWhole('join', { wideOnly: true });
  await page.getByLabel(spoken.t('join.address.label')).fill(`127.0.0.1:${String(port)}`);
  await button('join.connect').click();
  await expect(anna.screen('sign-in')).toBeVisible();
  await page.getByLabel(spoken.t('field.username')).fill('anna');
  await page.getByLabel(spoken.t('field.password'), { exact: true }).fill(password);
  await button('signIn.submit').click();
  await expect(anna.screen('main')).toBeVisible();
}

function button(key: Parameters<Speaker['t']>[0]) {
  const name = (spoken.t as (key: string) => string).call(spoken, key);
  return anna.page.getByRole('button', { name, exact: key !== 'nav.people' });
}

/** Where much stands: axe looks at these, and there are pictures of them. */
const mainScreens = new Set(['conversation', 'settings', 'sign-in']);

/** What is said is said in the language, and has room, in a wide window and in a narrow one. */
async function expectWhole(name: string, { wideOnly = false } = {}): Promise<void> {
  const { language } = spoken;
  const isPictured = mainScreens.has(name) && (language === 'ar' || language === 'de');
  await expectSaid(anna, spoken);
  await expectWholeLabels(anna);
  await expectNothingWider(anna);
  if (mainScreens.has(name)) await expectAccessible(anna, `${name} in ${language}`);
  if (isPictured) await anna.screenshot(`language-${language}-${name}-wide`);
  if (wideOnly) return;
  await anna.resize(400, 760);
  await expectWholeLabels(anna);
  await expectNothingWider(anna);
  if (isPictured) await anna.screenshot(`language-${language}-${name}-narrow`);
  await anna.resize(1100, 760);
}
