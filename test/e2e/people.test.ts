import { expect, test } from '@playwright/test';
import type { Tokens } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { newBot } from '../support/bots.ts';
import { personOf, rest, say } from '../support/rest.ts';
import {
  acceptRequest,
  askToBeFriends,
  composer,
  conversationItem,
  hostedPort,
  messageFriend,
  messages,
  openPeople,
  password,
  send,
} from './support/actions.ts';
import type { Desktop } from './support/desktop.ts';
import { meetInThree } from './support/trio.ts';
import type { Trio } from './support/trio.ts';

// The three stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let trio: Trio;

test.beforeAll(async () => {
  trio = await meetInThree();
});

test.afterAll(async () => {
  await trio.end();
});

test('a request is withdrawn, and the other side forgets it', async () => {
  const { ben, carla } = trio;
  await askToBeFriends(ben, 'carla');
  await openRequests(carla);
  await expect(carla.page.getByText('Ben Ito')).toBeVisible();
  await openRequests(ben);
  await ben.page.getByRole('button', { name: 'Withdraw the request to Carla Núñez' }).click();
  await expect(ben.page.getByText('No requests')).toBeVisible();
  await expect(carla.page.getByText('No requests')).toBeVisible();
});

test('a request is declined, and may be made again', async () => {
  const { ben, carla } = trio;
  await askToBeFriends(ben, 'carla');
  await openRequests(carla);
  await carla.page.getByRole('button', { name: 'Decline Ben Ito' }).click();
  await expect(carla.page.getByText('No requests')).toBeVisible();
  await openRequests(ben);
  await expect(ben.page.getByText('No requests')).toBeVisible();
  await askToBeFriends(ben, 'carla');
  await acceptRequest(carla, 'Ben Ito');
  await ben.page.getByRole('tab', { name: 'Friends' }).click();
  await expect(ben.page.getByRole('button', { name: 'Message Carla Núñez' })).toBeVisible();
});

test('who ask one another are friends at once', async () => {
  const { ben, carla } = trio;
  await removeFriend(ben, 'Carla Núñez');
  await askToBeFriends(ben, 'carla');
  await openPeople(carla);
  await carla.page.getByRole('tab', { name: 'Find people' }).click();
  await carla.page.getByLabel('Search by name or username').fill('ben');
  await carla.page.getByRole('button', { name: 'Accept Ben Ito' }).click();
  await expect(carla.page.getByRole('button', { name: 'Message Ben Ito' })).toBeVisible();
});

test('after a friendship has ended both can read, and the composer says why neither writes', async () => {
  const { anna, ben } = trio;
  await conversationItem(ben, 'Anna Berg').click();
  await removeFriend(anna, 'Ben Ito');
  await expect(ben.page.getByText('You and Anna Berg are not friends.')).toBeVisible();
  await expect(composer(ben)).toHaveCount(0);
  await expect(messages(ben, 'Hello Ben')).toBeVisible();
  await conversationItem(anna, 'Ben Ito').click();
  await expect(anna.page.getByText('You and Ben Ito are not friends.')).toBeVisible();
  await anna.page.getByRole('button', { name: 'Send a friend request' }).click();
  await acceptRequest(ben, 'Anna Berg');
  await expect(composer(anna)).toBeVisible();
  await send(anna, 'Friends again');
  await expect(conversationItem(ben, 'Anna Berg')).toContainText('Friends again');
});

test('who is blocked finds nobody and hears nothing, until unblocked', async () => {
  const { anna, ben } = trio;
  await openPeople(anna);
  await anna.page.getByRole('tab', { name: 'Friends' }).click();
  await chooseFor(anna, 'Ben Ito', 'Block');
  await anna.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await expect(anna.page.getByRole('button', { name: 'Message Ben Ito' })).toHaveCount(0);
  await conversationItem(ben, 'Anna Berg').click();
  await expect(ben.page.getByText('You and Anna Berg are not friends.')).toBeVisible();
  await find(ben, 'anna');
  await expect(ben.page.getByText('Nobody found')).toBeVisible();
  await find(anna, 'ben');
  await anna.page.getByRole('button', { name: 'Unblock' }).click();
  await expect(anna.page.getByRole('button', { name: 'Add friend: Ben Ito' })).toBeVisible();
  await find(ben, 'ann');
  await expect(ben.page.getByRole('button', { name: 'Add friend: Anna Berg' })).toBeVisible();
});

test('a bot is shown as one wherever it speaks, whatever it is called', async () => {
  const { anna } = trio;
  const url = `http://127.0.0.1:${String(await hostedPort(anna))}`;
  const json = { username: 'anna', password };
  const { body: tokens } = await rest<Tokens>(url, 'POST', '/auth/login', { json });
  const bot = await newBot(url, personOf(url, tokens), 'builds', [
    'conversations:read',
    'messages:write',
  ]);
  await find(anna, 'builds');
  await anna.page.getByRole('button', { name: 'Add friend: builds' }).click();
  await messageFriend(anna, 'builds');
  await send(anna, 'Is it done?');
  const { body: conversations } = await bot.get<Conversation[]>('/messages/conversations');
  await say(bot, conversations[0]!, 'Build 7 is done');
  await expect(messages(anna, 'Build 7 is done')).toBeVisible();
  await expect(anna.page.getByRole('heading', { name: /builds.* \(bot\)/ })).toBeVisible();
  await expect(conversationItem(anna, 'builds')).toContainText('(bot)');
  await anna.page.screenshot({ path: 'test-results/bot.png' });
  await openPeople(anna);
  await anna.page.getByRole('tab', { name: 'Friends' }).click();
  await expect(anna.page.getByText('@builds[bot]')).toBeVisible();
});

async function openRequests(desktop: Desktop): Promise<void> {
  await openPeople(desktop);
  await desktop.page.getByRole('tab', { name: /^Requests/ }).click();
}

async function find(desktop: Desktop, query: string): Promise<void> {
  await openPeople(desktop);
  await desktop.page.getByRole('tab', { name: 'Find people' }).click();
  await desktop.page.getByLabel('Search by name or username').fill(query);
}

async function chooseFor(desktop: Desktop, name: string, item: string): Promise<void> {
  await desktop.page.getByRole('button', { name: `Options for ${name}` }).click();
  await desktop.page.getByRole('menuitem', { name: item }).click();
}

async function removeFriend(desktop: Desktop, name: string): Promise<void> {
  await openPeople(desktop);
  await desktop.page.getByRole('tab', { name: 'Friends' }).click();
  await chooseFor(desktop, name, 'Remove friend');
  await desktop.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(desktop.page.getByRole('button', { name: `Message ${name}` })).toHaveCount(0);
}
