import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { SmallNetwork } from '../support/small-network.ts';
import {
  conversationItem,
  hostedPort,
  keepRecoveryKey,
  messageFriend,
  messages,
  send,
  serverProcessIds,
} from './support/actions.ts';
import type { Desktop } from './support/desktop.ts';
import { takePictures } from './support/pictures.ts';
import { meetInThree } from './support/trio.ts';

/** All three are on this computer, which has to be on a network to be heard there. */
let network: SmallNetwork;

test.beforeEach(() => {
  network = new SmallNetwork('10.77.6');
  network.addThisComputer();
});

test.afterEach(() => {
  network.remove();
});

/** What runs the services of one person, who has no systemd here. */
const systemd = path.join(import.meta.dirname, 'support/user-systemd');

function environmentWithSystemd(configuration: string): Record<string, string> {
  const programs = `${systemd}:${process.env.PATH ?? ''}`;
  return { XDG_CONFIG_HOME: configuration, PATH: programs };
}

async function openStandby({ page }: Desktop) {
  await page.getByRole('button', { name: 'Settings' }).click();
  const here = page.getByRole('region', { name: 'Keep a standby of a server' });
  return { here, state: here.getByTestId('standby') };
}

async function openHosting({ page }: Desktop) {
  await page.getByRole('button', { name: 'Hosting' }).click();
  return page.getByRole('region', { name: 'Standby' });
}

/** Whether the computer that stands by has all that is on the host at this moment. */
async function isCurrent({ page }: Desktop): Promise<boolean> {
  const status = await page.evaluate(async () => window.futureTalk.call('getMove'));
  return status.ok && status.value.copy_is_current;
}

test('a colleague’s computer stands by, takes over when the host dies, and the host that comes back serves no more', async () => {
  // What it waits for may take longer than a whole test otherwise does.
  test.setTimeout(300_000);
  const configuration = mkdtempSync(path.join(tmpdir(), 'future-talk-services-'));
  const environment = environmentWithSystemd(configuration);
  const unit = path.join(configuration, 'systemd/user/future-talk-standby.service');
  const { anna, ben, carla, end } = await meetInThree(environment);
  try {
    const onHost = await openHosting(anna);
    await onHost.getByRole('button', { name: 'Make a link for a standby' }).click();
    const link = (await onHost.getByTestId('standby-link').innerText()).trim();
    await takePictures(anna, 'standby-link', () => onHost.scrollIntoViewIfNeeded());

    let { here, state } = await openStandby(ben);
    await test.step('a link that is none is said to be none', async () => {
      await here.getByLabel('Standby link').fill('futuretalk://join?x=1');
      await here.getByRole('button', { name: 'Stand by' }).click();
      await expect(here.getByText('This is not a link to take over a server')).toBeVisible();
    });
    await here.getByLabel('Standby link').fill(link);
    await here.getByRole('button', { name: 'Stand by' }).click();
    await expect(state).toHaveAttribute('data-state', 'following', { timeout: 30_000 });
    await takePictures(ben, 'standby-following', () => here.scrollIntoViewIfNeeded());
    await expect(onHost.getByTestId('standby-state')).toContainText('has everything');
    await takePictures(anna, 'standby-on-the-host', () => onHost.scrollIntoViewIfNeeded());

    await messageFriend(carla, 'Anna Berg');
    await test.step('as a service it follows while the app is closed, and the app finds it again', async () => {
      const name = 'Follow as a service of this computer';
      await here.getByRole('switch', { name }).click();
      await ben.page.getByRole('button', { name: 'Follow as a service' }).click();
      await expect(here.getByRole('switch', { name })).toBeChecked({ timeout: 30_000 });
      await takePictures(ben, 'standby-by-service', () => here.scrollIntoViewIfNeeded());
      await ben.quit();
      await send(carla, 'While nobody looks');
      await expect(messages(carla, 'While nobody looks')).toHaveAttribute(
        'data-state',
        /sent|delivered|read/,
      );
      await expect.poll(() => isCurrent(anna)).toBe(true);
      await ben.launch();
      ({ here, state } = await openStandby(ben));
      await expect(state).toHaveAttribute('data-state', 'following', { timeout: 30_000 });
      await expect(here.getByRole('switch', { name })).toBeChecked();
    });
    await send(carla, 'Just before it dies');
    await expect(messages(carla, 'Just before it dies')).toHaveAttribute(
      'data-state',
      /sent|delivered|read/,
    );
    await expect.poll(() => isCurrent(anna)).toBe(true);

    for (const id of serverProcessIds(anna)) process.kill(id, 'SIGKILL');
    await anna.kill();
    await expect(state).toHaveAttribute('data-state', 'outOfReach', { timeout: 60_000 });
    await here.getByRole('button', { name: 'Take over' }).click();
    const dialog = ben.page.getByRole('dialog');
    await expect(dialog).toContainText('Take over only if it is gone');
    await takePictures(ben, 'standby-take-over');
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await keepRecoveryKey(ben);
    await expect.poll(() => hostedPort(ben), { timeout: 30_000 }).not.toBeNull();
    await ben.page.getByRole('button', { name: 'Settings' }).click();
    await expect(here).toBeHidden();
    expect(existsSync(unit)).toBe(false);

    await test.step('everybody follows, with what was said until then', async () => {
      await send(carla, 'On the new computer');
      await expect(messages(carla, 'On the new computer')).toHaveAttribute(
        'data-state',
        /sent|delivered|read/,
        { timeout: 60_000 },
      );
      await expect(messages(carla, 'Just before it dies')).toHaveCount(1);
      await expect(messages(carla, 'While nobody looks')).toHaveCount(1);
    });
    await test.step('who hosted is a client like everybody, and is told', async () => {
      await anna.launch();
      expect(await hostedPort(anna)).toBeNull();
      await conversationItem(anna, 'Carla').click();
      await expect(messages(anna, 'On the new computer')).toHaveCount(1, { timeout: 60_000 });
      await anna.page.getByRole('button', { name: 'Hosting' }).click();
      await expect(anna.page.getByText('Moved to another computer')).toBeVisible();
      await expect(anna.page.getByText(/The server is at/)).toBeVisible();
      await takePictures(anna, 'standby-host-is-back');
    });
  } finally {
    await end();
    // One that was not taken over goes on without its app.
    execFileSync(path.join(systemd, 'systemctl'), ['--user', 'disable'], {
      env: { ...process.env, ...environment },
    });
    rmSync(configuration, { recursive: true });
  }
});
