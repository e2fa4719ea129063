import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { MovableClock } from '../../demo/movable-clock.ts';
import { hostHere, signUp } from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { takePictures } from './support/pictures.ts';
import { visit } from './support/visitor.ts';

const diskBytes = 96 * 1024 * 1024;
const pageBytes = 4_096;

function openHosting(desktop: Desktop): Promise<void> {
  return desktop.page.getByRole('button', { name: 'Hosting' }).click();
}

function condition({ page }: Desktop): Locator {
  return page.getByTestId('server-condition');
}

/** A byte of a page that the server does not need to start: the file's last ones hold messages. */
function damage(databaseFile: string): void {
  const bytes = readFileSync(databaseFile);
  const at = bytes.length - pageBytes + 100;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(databaseFile, bytes);
}

test('the host sees how the server is doing, and what is wrong with it, as it comes and goes', async () => {
  const clock = new MovableClock();
  const anna = new Desktop('anna', clock.environment());
  const folder = path.join(anna.profile, 'server');
  mkdirSync(folder, { mode: 0o700 });
  execFileSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${String(diskBytes)},mode=700`,
    'tmpfs',
    folder,
  ]);
  try {
    await anna.launch();
    await hostHere(anna, 'anyone');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    await openHosting(anna);
    await expect(condition(anna)).toHaveText('All is well.');
    await expect(anna.page.getByText('1', { exact: true })).toBeVisible();
    await takePictures(anna, 'hosting-well');

    await test.step('the server starts anew when who may join changes, which is no failure', async () => {
      const said = await anna.page.evaluateHandle(() => {
        const texts = new Set<string>();
        const read = () => texts.add(document.body.innerText);
        new MutationObserver(read).observe(document.body, { childList: true, subtree: true });
        return texts;
      });
      const read = () => said.evaluate((texts) => [...texts].join('\n'));
      for (const audience of ['invited', 'anyone'] as const) {
        await said.evaluate((texts) => texts.clear());
        await anna.page.evaluate(
          (chosen) => window.futureTalk.call('setAudience', { audience: chosen }),
          audience,
        );
        await expect.poll(read).toContain('Restarting…');
        await expect(condition(anna)).toHaveText('All is well.');
        expect(await read()).not.toContain('It could not be asked how the server is doing.');
      }
    });

    await test.step('the disk fills up, and has room again', async () => {
      const ballast = path.join(folder, 'ballast');
      writeFileSync(ballast, Buffer.alloc(diskBytes * 0.93));
      await expect(condition(anna)).toContainText('The disk is nearly full.');
      rmSync(ballast);
      await expect(condition(anna)).toHaveText('All is well.');
    });

    await test.step('the clock is found to have been ahead', async () => {
      clock.set(new Date(Date.now() + 300_000));
      const ben = { username: 'ben', displayName: 'Ben Ito', says: 'x'.repeat(5_000) };
      await visit(anna, ben);
      clock.setToNow();
      await expect(condition(anna)).toContainText('This computer’s clock is behind');
    });

    await test.step('a byte of the database changes while the app is closed', async () => {
      await anna.quit();
      damage(path.join(folder, 'future-talk.db'));
      await anna.launch();
      await expect(anna.screen('main')).toBeVisible();
      await openHosting(anna);
      await expect(condition(anna)).toContainText('Part of the database is damaged.');
      await takePictures(anna, 'hosting-problems');
    });
  } finally {
    await anna.quit();
    execFileSync('umount', ['--lazy', folder]);
    await anna.remove();
    clock.remove();
  }
});
