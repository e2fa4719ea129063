import { expect, test } from '@playwright/test';
import {
  hostedPort,
  keepRecoveryKey,
  messageFriend,
  messages,
  send,
  serverProcessIds,
  signUp,
} from './support/actions.ts';
import { GuestBrowser } from './support/guest-browser.ts';
import { takePictures } from './support/pictures.ts';
import { meetInThree } from './support/trio.ts';

test('the server moves to a colleague’s computer, and everybody follows by themselves', async () => {
  const { anna, ben, carla, end } = await meetInThree();
  let guest: GuestBrowser | undefined;
  try {
    const visitor = await GuestBrowser.open((await hostedPort(anna)) ?? 0);
    guest = visitor;
    await signUp(visitor, { username: 'gerda', displayName: 'Gerda Ast' });
    await messageFriend(carla, 'Anna Berg');
    await send(carla, 'Before the move');
    await expect(messages(carla, 'Before the move')).toHaveAttribute(
      'data-state',
      /sent|delivered|read/,
    );

    await anna.page.getByRole('button', { name: 'Hosting' }).click();
    const move = anna.page.getByRole('region', { name: 'Move to another computer' });
    await move.getByRole('button', { name: 'Make a link' }).click();
    const link = (await move.getByTestId('move-link').innerText()).trim();
    await takePictures(anna, 'move-link', () => move.scrollIntoViewIfNeeded());

    await ben.page.getByRole('button', { name: 'Settings' }).click();
    const takeOver = ben.page.getByRole('region', { name: 'Take over a server' });
    await takeOver.scrollIntoViewIfNeeded();
    await test.step('a link that is none is said to be none', async () => {
      await takeOver.getByLabel('Link from the other computer').fill('futuretalk://join?x=1');
      await takeOver.getByRole('button', { name: 'Take over' }).click();
      await expect(takeOver.getByText('This is not a link to take over a server')).toBeVisible();
      const field = takeOver.getByLabel('Link from the other computer');
      await expect(field).toHaveValue('futuretalk://join?x=1');
      await takePictures(ben, 'take-over-refused', () => takeOver.scrollIntoViewIfNeeded());
    });
    await takeOver.getByLabel('Link from the other computer').fill(link);
    await takeOver.getByRole('button', { name: 'Take over' }).click();
    await keepRecoveryKey(ben);
    await expect(ben.screen('main')).toBeVisible();
    await expect.poll(() => hostedPort(ben)).not.toBeNull();
    expect(serverProcessIds(ben)).toHaveLength(1);

    await test.step('a page in a browser says where the server has gone', async () => {
      const banner = visitor.page.getByTestId('moved-banner');
      await expect(banner.getByRole('link')).toHaveAttribute('href', /^http:\/\/.+:\d+\/$/);
      await visitor.takePictures('guest-moved');
    });
    await test.step('who hosted is a client like everybody, and is told', async () => {
      await expect(anna.page.getByText('Moved to another computer')).toBeVisible();
      await expect(anna.page.getByText(/The server is at/)).toBeVisible();
      await takePictures(anna, 'moved');
      expect(await hostedPort(anna)).toBeNull();
    });
    await test.step('what was said is there, and it goes on', async () => {
      await send(carla, 'After the move');
      await messageFriend(anna, 'Carla Núñez');
      await expect(messages(anna, 'Before the move')).toHaveCount(1);
      await expect(messages(anna, 'After the move')).toHaveCount(1, { timeout: 60_000 });
      await send(anna, 'Seen from the old computer');
      await expect(messages(carla, 'Seen from the old computer')).toHaveCount(1);
    });
    await test.step('also after a restart of both', async () => {
      await anna.quit();
      await carla.quit();
      await carla.launch();
      await anna.launch();
      expect(await hostedPort(anna)).toBeNull();
      await messageFriend(anna, 'Carla Núñez');
      await send(anna, 'Good morning');
      await messageFriend(carla, 'Anna Berg');
      await expect(messages(carla, 'Good morning')).toHaveCount(1, { timeout: 30_000 });
    });
  } finally {
    await guest?.end();
    await end();
  }
});
