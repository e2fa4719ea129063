import { expect, test } from '@playwright/test';
import type { CallName } from '#ipc/index.ts';
import {
  composer,
  conversationItem,
  hostHere,
  messages,
  openPeople,
  signUp,
} from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { hinder } from './support/hindrance.ts';
import { takePicture } from './support/pictures.ts';
import { visit } from './support/visitor.ts';

/** As long as a name may be, and as awkward. */
const awkward = [
  {
    displayName: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbea',
    says: 'W'.repeat(400),
  },
  {
    displayName: '🧑‍🚒🏳️‍🌈👩‍👩‍👧‍👦'.repeat(3),
    says: 'https://harbour-workshop.example/' + 'drawers/'.repeat(30),
  },
  { displayName: 'فاطمة بنت محمد (Team A) 2', says: 'أهلا Anna, 3 > 2!' },
];

/** For `evaluate`: what stands further down a screen is scrolled to its upper edge. */
function showAtTop(element: Element): void {
  element.scrollIntoView({ block: 'start' });
}

let anna: Desktop;

test.beforeAll(async () => {
  anna = new Desktop('anna');
  await anna.launch({ isHindered: true });
  await hostHere(anna, 'anyone');
  await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
  for (const [index, { displayName, says }] of awkward.entries()) {
    await visit(anna, { username: `person${String(index)}`, displayName, says });
  }
  await expect(anna.page.getByTestId('conversation-item')).toHaveCount(awkward.length);
});

test.afterAll(async () => {
  await anna.remove();
});

test('what is loading says so, and what could not be loaded says that and offers to try again', async () => {
  const { page } = anna;
  const loading = page.getByRole('status', { name: 'Loading' }).first();
  /** Pictures of a part of the window as its calls get no answer, and as they fail; then it recovers. */
  const lookAt = async (
    name: string,
    calls: CallName[],
    show: () => Promise<void>,
    ready: () => Promise<void>,
  ) => {
    await hinder(anna, Object.fromEntries(calls.map((call) => [call, 'hold'])));
    await show();
    await expect(loading).toBeVisible();
    await takePicture(anna, `${name}-loading`);
    await hinder(anna, Object.fromEntries(calls.map((call) => [call, 'fail'])));
    await show();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await takePicture(anna, `${name}-failed`);
    await hinder(anna, {});
    await page.getByRole('alert').first().getByRole('button', { name: 'Try again' }).click();
    await ready();
  };
  const reload = async () => {
    await page.reload();
  };
  const people = async () => {
    await page.reload();
    await openPeople(anna);
  };
  await test.step('the conversations', () =>
    lookAt('conversations', ['listConversations'], reload, () =>
      expect(page.getByTestId('conversation-item')).toHaveCount(awkward.length),
    ));
  await test.step('a conversation', () =>
    lookAt(
      'conversation',
      ['listMessages'],
      async () => {
        await page.reload();
        await conversationItem(anna, 'Donau').click();
      },
      () => expect(messages(anna, 'WWW')).toBeVisible(),
    ));
  await test.step('people', () =>
    lookAt('people', ['listFriends'], people, () =>
      expect(page.getByRole('button', { name: /^Message Donau/ })).toBeVisible(),
    ));
  await test.step('people to be found', () =>
    lookAt(
      'find',
      ['searchUsers'],
      async () => {
        await people();
        await page.getByRole('tab', { name: 'Find people' }).click();
      },
      () => expect(page.getByRole('tabpanel').getByText(/Donau/)).toBeVisible(),
    ));
  await test.step('sessions', () =>
    lookAt(
      'settings',
      ['listSessions'],
      async () => {
        await page.reload();
        await page.getByRole('button', { name: 'Settings' }).click();
        await page.getByText('Where you are signed in').evaluate(showAtTop);
      },
      () => expect(page.getByText('This device')).toBeVisible(),
    ));
  await test.step('what the host has handed out and put aside', () =>
    lookAt(
      'hosting',
      ['listInvites', 'getBackups'],
      async () => {
        await page.reload();
        await page.getByRole('button', { name: 'Hosting' }).click();
        await page.getByText('Invite codes').evaluate(showAtTop);
      },
      async () => {
        await expect(page.getByText('No codes yet.')).toBeVisible();
        await page.getByRole('button', { name: 'Try again' }).click();
        await expect(page.getByText('No backup has been made yet.')).toBeVisible();
      },
    ));
  await test.step('messages to be found', () =>
    lookAt(
      'search',
      ['searchMessages'],
      async () => {
        await page.reload();
        await page.getByRole('searchbox').fill('drawers');
      },
      () => expect(page.getByTestId('search-result')).toHaveCount(1),
    ));
  await test.step('friends to talk with', () =>
    lookAt(
      'new-conversation',
      ['listFriends'],
      async () => {
        await page.reload();
        await page.getByRole('button', { name: 'New conversation' }).click();
      },
      async () => {
        await expect(page.getByRole('checkbox')).toHaveCount(awkward.length);
        await page.getByRole('searchbox', { name: 'Search friends' }).fill('zebra');
        await expect(page.getByText('Nobody found')).toBeVisible();
        await takePicture(anna, 'new-conversation-nobody');
      },
    ));
});

test('names and words of every length fit from 400 pixels to a large screen, in two directions', async () => {
  const { page } = anna;
  await page.reload();
  // It begins where it was left, or with nothing open; an open conversation hides a narrow window's list.
  await conversationItem(anna, 'Donau').click();
  await expect(composer(anna)).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(composer(anna)).toHaveCount(0);
  for (const [width, height] of [
    [400, 640],
    [1100, 760],
    [1920, 1080],
  ] as const) {
    await anna.resize(width, height);
    if (width < 720) await takePicture(anna, `names-list-${String(width)}`);
    await conversationItem(anna, 'Donau').click();
    await expect(messages(anna, 'WWW')).toBeVisible();
    await takePicture(anna, `names-conversation-${String(width)}`);
    // The separator in view says the day already.
    await expect(page.getByTestId('day-in-view')).toHaveCount(0);
    if (width < 720) await page.getByRole('button', { name: 'Back' }).click();
    await openPeople(anna);
    await takePicture(anna, `names-people-${String(width)}`);
    if (width < 720) await page.getByRole('button', { name: 'Back' }).click();
  }
  await anna.resize(1100, 760);
  await page.evaluate(() => window.futureTalk.call('chooseLanguage', { choice: 'ar' }));
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await takePicture(anna, 'names-arabic');
});
