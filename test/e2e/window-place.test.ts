import { expect, test } from '@playwright/test';
import { Desktop } from './support/desktop.ts';

/** Window managers may put their frame around what was asked for; there is none in the tests. */
const place = { x: 140, y: 90, width: 820, height: 640 };

async function moveTo(desktop: Desktop, to: typeof place): Promise<void> {
  await desktop.app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
  }, to);
  await expect.poll(() => bounds(desktop)).toMatchObject(to);
}

function bounds(desktop: Desktop) {
  return desktop.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    return { ...window?.getNormalBounds(), isMaximised: window?.isMaximized() };
  });
}

test('the window opens where it stood, and on a screen that is there', async () => {
  const desktop = new Desktop('anna');
  try {
    await desktop.launch();
    await moveTo(desktop, place);
    await desktop.quit();
    await desktop.launch();
    await expect.poll(() => bounds(desktop)).toMatchObject(place);

    // As if it had stood on a second screen, which is unplugged now.
    await desktop.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setPosition(5_000, 90);
    });
    await expect.poll(async () => (await bounds(desktop)).x).toBe(5_000);
    await desktop.quit();
    await desktop.launch();
    await expect.poll(async () => (await bounds(desktop)).x).toBeLessThan(2_000);
    expect(await bounds(desktop)).toMatchObject({ width: place.width, height: place.height });
  } finally {
    await desktop.remove();
  }
});

test('an app that is quit before more of it than its window has begun keeps the place, too', async () => {
  const desktop = new Desktop('ben');
  try {
    await desktop.launch({ isOnlyWindow: true });
    await moveTo(desktop, place);
    await desktop.quit();
    await desktop.launch();
    await expect.poll(() => bounds(desktop)).toMatchObject(place);
  } finally {
    await desktop.remove();
  }
});
