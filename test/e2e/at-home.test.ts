import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import {
  clearNotifications,
  emitNotificationSignal,
  notificationHistory,
  shownNotifications,
} from '../support/desktop-session.ts';
import { LauncherCounts } from '../support/launcher-counts.ts';
import { TrayHost } from '../support/tray-host.ts';
import { composer, conversationItem, messages, send, serverProcessIds } from './support/actions.ts';
import type { Desktop } from './support/desktop.ts';
import { meetAndTalk } from './support/pair.ts';
import { emitPower, leastPauseMs, wakeInNextPause } from './support/power.ts';

/** Closes the window as its button does. */
function close(desktop: Desktop): Promise<void> {
  return desktop.app.evaluate(({ BrowserWindow }) => {
    // Not within the call itself, whose answer may get lost while the window goes.
    setTimeout(() => BrowserWindow.getAllWindows()[0]?.close());
  });
}

function isVisible(desktop: Desktop): Promise<boolean> {
  return desktop.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false,
  );
}

function leftEdge(desktop: Desktop): Promise<number | undefined> {
  return desktop.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds().x,
  );
}

async function lastNotification() {
  return (await notificationHistory()).at(-1);
}

test('the app lives in the tray, and notifications are answered where they stand', async () => {
  const tray = await TrayHost.start();
  const launcher = await LauncherCounts.watch();
  const { anna, ben, end } = await meetAndTalk();
  try {
    await test.step('the tray tells of the connection', async () => {
      await expect.poll(() => tray.count).toBe(2);
      await expect.poll(() => tray.toolTip()).toContain('Connected to The workshop');
    });
    await ben.focus();
    await expect(messages(anna, 'Hello Ben')).toHaveAttribute('data-state', 'read');
    await test.step('closing the window leaves the app running, which it says once', async () => {
      await clearNotifications();
      await close(ben);
      await expect.poll(() => isVisible(ben)).toBe(false);
      await expect
        .poll(notificationHistory)
        .toMatchObject([{ summary: 'Future Talk is still running' }]);
    });
    await test.step('what comes meanwhile notifies, and is counted in the tray', async () => {
      await send(anna, 'Are you there?');
      await expect.poll(lastNotification).toMatchObject({ body: 'Are you there?' });
      await send(anna, 'Hello?');
      await expect.poll(lastNotification).toMatchObject({ summary: 'Anna Berg (2)' });
      await expect.poll(() => tray.toolTip()).toContain('2 unread messages');
      await expect.poll(() => launcher.total).toBe(2);
    });
    await test.step('an answer from the notification arrives, and reads what it answers', async () => {
      const id = (await lastNotification())?.id ?? 0;
      await emitNotificationSignal('NotificationReplied', id, 'In the tray');
      await expect(messages(anna, 'In the tray')).toHaveCount(1);
      await expect(messages(anna, 'Hello?')).toHaveAttribute('data-state', 'read');
      await expect.poll(() => tray.toolTip()).not.toContain('unread');
      await expect.poll(() => launcher.total).toBe(0);
      expect(await isVisible(ben)).toBe(false);
    });
    await test.step('a notification marks its conversation as read', async () => {
      await send(anna, 'No need to answer');
      await expect.poll(lastNotification).toMatchObject({ body: 'No need to answer' });
      await emitNotificationSignal(
        'ActionInvoked',
        (await lastNotification())?.id ?? 0,
        'mark-read',
      );
      await expect(messages(anna, 'No need')).toHaveAttribute('data-state', 'read');
    });
    await test.step('do not disturb, from the tray', async () => {
      await tray.choose('Until I turn it off');
      await expect.poll(() => tray.toolTip()).toContain('Do not disturb');
      await clearNotifications();
      await send(anna, 'Nobody is disturbed');
      await expect.poll(() => tray.toolTip()).toContain('1 unread message');
      expect(await notificationHistory()).toEqual([]);
    });
    await test.step('the tray brings the window back', async () => {
      await tray.choose('Open Future Talk');
      await expect.poll(() => isVisible(ben)).toBe(true);
      await expect(messages(ben, 'Nobody is disturbed')).toBeVisible();
    });
    await test.step('so does the dock of a Mac, onto a screen that is there', async () => {
      await ben.app.evaluate(({ app, BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.setPosition(5_000, 90);
        window?.hide();
        app.emit('activate');
      });
      await expect.poll(() => isVisible(ben)).toBe(true);
      await expect.poll(() => leftEdge(ben)).toBeLessThan(2_000);
    });
    await test.step('behind the lock screen nothing counts as seen', async () => {
      await ben.focus();
      await expect(messages(anna, 'Nobody is disturbed')).toHaveAttribute('data-state', 'read');
      await emitPower(ben, 'lock-screen');
      await send(anna, 'You have gone');
      await expect(messages(anna, 'You have gone')).toHaveAttribute('data-state', 'delivered');
      await emitPower(ben, 'unlock-screen');
      await expect(messages(anna, 'You have gone')).toHaveAttribute('data-state', 'read');
    });
    await test.step('a computer that wakes up connects at once, and does not wait out its pause', async () => {
      const attempt = await wakeInNextPause(ben);
      for (const id of serverProcessIds(anna)) process.kill(id, 'SIGKILL');
      await expect.poll(attempt).toBeDefined();
      const { dueAt, madeAt } = (await attempt()) ?? { dueAt: 0, madeAt: 0 };
      expect(dueAt - madeAt).toBeGreaterThan(leastPauseMs / 2);
      await send(anna, 'Good morning');
      await expect(messages(ben, 'Good morning')).toBeVisible({ timeout: 30_000 });
    });
    await test.step('quitting while hosting asks first', async () => {
      await anna.app.evaluate(({ dialog, Menu }) => {
        const answer = { response: 0, checkboxChecked: false };
        // GTK's own dialog cannot be pressed from here; the question itself is the app's.
        Object.assign(dialog, {
          showMessageBox: (...question: unknown[]) => {
            Object.assign(globalThis, { question: question.at(-1) });
            return Promise.resolve(answer);
          },
        });
        const [file] = Menu.getApplicationMenu()?.items ?? [];
        file?.submenu?.items.at(-1)?.click();
      });
      await expect
        .poll(() => anna.app.evaluate(() => (globalThis as { question?: unknown }).question))
        .toMatchObject({ message: 'Stop hosting and quit?' });
      await expect.poll(() => isVisible(anna)).toBe(false);
      await expect(ben.page.getByTestId('connection-banner')).toHaveCount(0);
      await send(ben, 'You still host');
      await expect(messages(ben, 'You still host')).not.toHaveAttribute('data-state', 'sending');
    });
    await test.step('the dock, and the end of the session, quit what closing only hides', async () => {
      await close(ben);
      await expect.poll(() => isVisible(ben)).toBe(false);
      const ended = once(ben.app.process(), 'exit');
      ben.app.process().kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    });
  } finally {
    await end();
    await tray.end();
    launcher.end();
  }
});

test('the settings of this computer, by keyboard: hidden content, login, spelling', async () => {
  const configuration = path.join(import.meta.dirname, '../../test-results/e2e-config');
  const { anna, ben, end } = await meetAndTalk({ XDG_CONFIG_HOME: configuration });
  const { page } = ben;
  try {
    await test.step('spelling is checked with the dictionaries of the app', async () => {
      await page.getByRole('button', { name: 'Settings' }).click();
      for (const language of ['English', 'German']) {
        const choice = page.getByRole('switch', { name: language });
        if (!(await choice.isChecked())) await choice.press('Space');
        await expect(choice).toBeChecked();
      }
      await conversationItem(ben, 'Anna Berg').click();
      await ben.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.on('context-menu', (_event, parameters) => {
          Object.assign(globalThis, { misspelled: parameters });
        });
      });
      await expect
        .poll(async () => {
          // Chromium checks what is typed once it has read its dictionaries, and nothing from before.
          await composer(ben).fill('');
          await composer(ben).pressSequentially('Fahrrad bicycle wrogn ');
          await composer(ben).press('Control+End');
          await page.keyboard.press('ArrowLeft');
          await page.keyboard.press('ArrowLeft');
          await page.keyboard.press('ContextMenu');
          return ben.app.evaluate(
            () =>
              (globalThis as { misspelled?: { misspelledWord: string } }).misspelled
                ?.misspelledWord,
          );
        })
        .toBe('wrogn');
      const suggestions = await ben.app.evaluate(
        () =>
          (globalThis as { misspelled?: { dictionarySuggestions: string[] } }).misspelled
            ?.dictionarySuggestions,
      );
      expect(suggestions).toContain('wrong');
      await page.keyboard.press('Escape');
      await composer(ben).fill('');
    });
    await test.step('a notification shows no more than is wanted', async () => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByLabel('What a notification shows').selectOption('nothing');
      await ben.blur();
      await clearNotifications();
      await send(anna, 'A secret');
      await expect
        .poll(notificationHistory)
        .toMatchObject([{ summary: 'Future Talk', body: 'New message' }]);
      await page.getByLabel('What a notification shows').selectOption('everything');
      await expect.poll(shownNotifications).toBe(0);
    });
    await test.step('while the desktop is not to be disturbed, it holds notifications back', async () => {
      const setPaused = (paused: boolean) =>
        promisify(execFile)('dunstctl', ['set-paused', String(paused)]);
      await setPaused(true);
      try {
        await send(anna, 'Later');
        await expect(conversationItem(ben, 'Anna Berg')).toContainText('Later');
        expect(await shownNotifications()).toBe(0);
      } finally {
        await setPaused(false);
      }
      await expect.poll(shownNotifications).toBe(1);
      await clearNotifications();
    });
    await test.step('starting at login', async () => {
      const entry = path.join(configuration, 'autostart/future-talk.desktop');
      const choice = page.getByRole('switch', { name: 'Start at login' });
      await choice.press('Space');
      await expect(choice).toBeChecked();
      await expect.poll(() => existsSync(entry)).toBe(true);
      expect(readFileSync(entry, 'utf8')).toMatch(/^Exec="\/.*" ".*" "--hidden"$/m);
      await ben.screenshot('system-settings');
      await choice.press('Space');
      await expect.poll(() => existsSync(entry)).toBe(false);
    });
  } finally {
    await end();
  }
});
