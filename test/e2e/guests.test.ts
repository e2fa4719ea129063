import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import {
  acceptRequest,
  askToBeFriends,
  conversationItem,
  fingerprintIn,
  hostedPort,
  hostHere,
  messageFriend,
  messages,
  password,
  send,
  signUp,
} from './support/actions.ts';
import { captureLoopback } from './support/capture.ts';
import { Desktop } from './support/desktop.ts';
import { choose, FileFolder, pressSend } from './support/files.ts';
import { GuestBrowser } from './support/guest-browser.ts';

async function hostedFingerprint(desktop: Desktop): Promise<string> {
  const state = await desktop.page.evaluate(async () => window.futureTalk.call('getHostingState'));
  if (!state.ok || state.value.status !== 'running') throw new Error('Nothing is hosted');
  return state.value.fingerprint;
}

async function inviteCode(desktop: Desktop): Promise<string> {
  const made = await desktop.page.evaluate(() => window.futureTalk.call('createInvite', {}));
  if (!made.ok) throw new Error(made.error.detail);
  return made.value.code;
}

async function saved(guest: GuestBrowser, name: string): Promise<string> {
  const download = guest.page.waitForEvent('download');
  await guest.page.getByRole('button', { name: `Save ${name} as…` }).click();
  return readFileSync(await (await download).path(), 'utf8');
}

/** The page that describes the API is drawn, and asks nobody but the server for anything. */
async function expectApiDocs(guest: GuestBrowser, port: number): Promise<void> {
  const page = await guest.anotherPage();
  const origin = `http://127.0.0.1:${String(port)}`;
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol !== 'data:' && asked !== origin) elsewhere.push(request.url());
  });
  await page.goto(`${origin}/docs`);
  await expect(page.getByText('/api/v1/auth/register', { exact: true })).toBeVisible();
  expect(elsewhere).toEqual([]);
  await page.close();
}

/** The session of a tab that a person closes is over, and in no list any more. */
async function expectEndedWithItsTab(guest: GuestBrowser, port: number): Promise<void> {
  const api = `http://127.0.0.1:${String(port)}/api/v1/auth`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ username: 'gerda', password, device_name: 'A program' });
  const signedIn = await fetch(`${api}/login`, { method: 'POST', headers, body });
  const { access_token } = (await signedIn.json()) as { access_token: string };
  const sessions = async () => {
    const answer = await fetch(`${api}/sessions`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    return ((await answer.json()) as { device_name: string }[]).map((each) => each.device_name);
  };
  expect((await sessions()).sort()).toEqual(['A program', expect.stringMatching(/^Browser /)]);
  await guest.page.close({ runBeforeUnload: true });
  await expect.poll(sessions).toEqual(['A program']);
}

test('a guest in a browser talks with somebody in the app, and the wire shows nothing of it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'future-talk-guests-'));
  const files = new FileFolder();
  const capture = await captureLoopback(path.join(folder, 'loopback.pcap'));
  const anna = new Desktop('anna');
  let guest: GuestBrowser | undefined;
  try {
    await anna.launch();
    await hostHere(anna, 'invited');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    const port = (await hostedPort(anna)) ?? 0;

    guest = await GuestBrowser.open(port, `#invite=${await inviteCode(anna)}`);
    await expect(guest.page.getByTestId('guest-notice')).toContainText('can change the page');
    expect(await fingerprintIn(guest.screen('sign-in'))).toBe(await hostedFingerprint(anna));
    expect(await guest.page.evaluate(() => window.isSecureContext)).toBe(false);
    await guest.takePictures('guest-sign-up');
    await signUp(guest, { username: 'gerda', displayName: 'Gerda Ast' });
    await askToBeFriends(anna, 'gerda');
    await acceptRequest(guest, 'Anna Berg');
    await messageFriend(guest, 'Anna Berg');
    await send(guest, 'The quince jelly has set');
    await conversationItem(anna, 'Gerda Ast').click();
    await expect(messages(anna, 'quince jelly')).toHaveCount(1);
    await send(anna, 'Then keep two jars for me');
    await expect(messages(guest, 'two jars')).toHaveCount(1);

    await choose(guest, files.write('recipe.txt', 'Simmer the pips for an hour\n'));
    await pressSend(guest);
    await expect(anna.page.getByTestId('document')).toContainText('recipe.txt');
    expect(await saved(guest, 'recipe.txt')).toContain('Simmer the pips');
    const picture = sharp({ create: { width: 640, height: 400, channels: 3, background: '#c60' } });
    await choose(anna, files.write('jars.png', await picture.png().toBuffer()));
    await pressSend(anna);
    await expect(guest.page.getByTestId('image-tile')).toHaveAttribute('data-loaded', 'true');
    await guest.takePictures('guest-conversation');
    expect(guest.complaints).toEqual([]);

    const captured = await capture.stop(port);
    expect(captured.includes('GET / HTTP/1.1')).toBe(true);
    expect(captured.includes('GET /api/v1/secure')).toBe(true);
    const secrets = [
      ...['gerda', 'Gerda Ast', 'Anna Berg', password, 'quince jelly', 'two jars'],
      ...['recipe.txt', 'jars.png', 'Simmer the pips', 'The workshop', 'Bearer '],
    ];
    expect(secrets.filter((secret) => captured.includes(secret))).toEqual([]);

    // None while the server starts again.
    const pageStatus = () =>
      fetch(`http://127.0.0.1:${String(port)}/`).then(
        ({ status }) => status,
        () => null,
      );
    expect(await pageStatus()).toBe(200);
    await expectApiDocs(guest, port);
    await expectEndedWithItsTab(guest, port);
    await anna.page.getByRole('button', { name: 'Hosting' }).click();
    await anna.page.getByRole('switch', { name: 'People without the app, in a browser' }).click();
    await expect.poll(pageStatus).toBe(404);
    await expectApiDocs(guest, port);
  } finally {
    await guest?.end();
    await anna.remove();
    rmSync(folder, { recursive: true, force: true });
    files.remove();
  }
});
