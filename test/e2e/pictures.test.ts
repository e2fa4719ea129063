import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { composer, conversationItem, openPeople } from './support/actions.ts';
import { choose, chosenFiles, FileFolder, pressSend } from './support/files.ts';
import type { Desktop } from './support/desktop.ts';
import { filmOf } from './support/film.ts';
import { holdPictures, letPicturesCome } from './support/late-pictures.ts';
import { scrollBy } from './support/list-probe.ts';
import { meetAndTalk } from './support/pair.ts';
import type { Pair } from './support/pair.ts';

// The two stay for the whole file: each test goes on from where the one before left them.
test.describe.configure({ mode: 'serial' });

let pair: Pair;
const folder = new FileFolder();

test.beforeAll(async () => {
  pair = await meetAndTalk();
});

test.afterAll(async () => {
  await pair.end();
  folder.remove();
});

/** A picture of coloured stripes, drawn by the page of an app. */
async function drawPicture(
  desktop: Desktop,
  width: number,
  height: number,
  hue = 20,
): Promise<Buffer> {
  const url = await desktop.page.evaluate(
    (size) => {
      const canvas = document.createElement('canvas');
      canvas.width = size.width;
      canvas.height = size.height;
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      for (let x = 0; x < size.width; x += 20) {
        context.fillStyle = `hsl(${String(size.hue + x / 8)} 60% ${String(40 + ((x / 20) % 5) * 8)}%)`;
        context.fillRect(x, 0, 20, size.height);
      }
      context.fillStyle = 'white';
      context.font = '48px sans-serif';
      context.fillText(`${String(size.width)} x ${String(size.height)}`, 30, 70);
      return canvas.toDataURL('image/png');
    },
    { width, height, hue },
  );
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}

/** Pictures in messages, those that have come. */
function loadedPictures(desktop: Desktop): Locator {
  return desktop.page.locator('[data-testid=image-tile][data-loaded=true]');
}

test('a picture is chosen, sent with a caption, and shown to both', async () => {
  const { anna, ben } = pair;
  const file = folder.write('harbour.png', await drawPicture(anna, 1_600, 900));
  await choose(anna, file);
  await expect(chosenFiles(anna)).toHaveCount(1);
  await expect(chosenFiles(anna).locator('img')).toBeVisible();
  await anna.screenshot('files-composer');
  await composer(anna).fill('The harbour this morning');
  await pressSend(anna);
  for (const desktop of [anna, ben]) {
    await expect(loadedPictures(desktop)).toHaveCount(1);
    await expect(desktop.page.getByTestId('message').last()).toContainText('this morning');
  }
  await expect(conversationItem(ben, 'Anna Berg')).toContainText('The harbour this morning');
});

test('several pictures make a grid, and are looked at by keyboard', async () => {
  const { anna, ben } = pair;
  const files: string[] = [];
  for (const index of [1, 2, 3, 4, 5]) {
    const picture = await drawPicture(anna, 800, 600 + index * 40, index * 60);
    files.push(folder.write(`walk-${String(index)}.png`, picture));
  }
  await choose(anna, ...files);
  await expect(chosenFiles(anna)).toHaveCount(5);
  await pressSend(anna);
  await expect(loadedPictures(ben)).toHaveCount(6);
  await expect(conversationItem(ben, 'Anna Berg')).toContainText('5 photos');
  for (const colorScheme of ['light', 'dark'] as const) {
    await ben.page.emulateMedia({ colorScheme });
    await ben.screenshot(`files-grid-${colorScheme}`);
  }
  await ben.page.emulateMedia({ colorScheme: null });

  await ben.page.getByRole('button', { name: 'Show walk-2.png' }).click();
  const viewer = ben.page.getByTestId('image-viewer');
  await expect(viewer).toContainText('Picture 3 of 6');
  await expect(viewer.locator('[data-testid=viewed-image][data-loaded=true]')).toBeVisible();
  await ben.page.keyboard.press('ArrowRight');
  await expect(viewer).toContainText('walk-3.png');
  await ben.page.keyboard.press('+');
  await ben.page.keyboard.press('+');
  await expect(viewer.getByTestId('zoom-level')).toHaveText('225%');
  await ben.screenshot('files-viewer');
  await ben.page.keyboard.press('0');
  await expect(viewer.getByTestId('zoom-level')).toHaveText('100%');
  await ben.page.keyboard.press('ArrowLeft');
  await ben.page.keyboard.press('ArrowLeft');
  await ben.page.keyboard.press('ArrowLeft');
  await expect(viewer).toContainText('harbour.png');
  await ben.page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
});

test('a picture is pasted, and another one dropped', async () => {
  const { anna, ben } = pair;
  const bytes = [...(await drawPicture(anna, 300, 200, 200))];
  await anna.page.evaluate((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(content)], 'image.png', { type: 'image/png' }));
    const event = new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true });
    document.querySelector('textarea')?.dispatchEvent(event);
  }, bytes);
  await expect(chosenFiles(anna)).toHaveCount(1);
  const transfer = await anna.page.evaluateHandle((content) => {
    const made = new DataTransfer();
    made.items.add(new File([new Uint8Array(content)], 'dropped.png', { type: 'image/png' }));
    return made;
  }, bytes);
  await anna.page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await expect(anna.page.getByTestId('drop-zone')).toBeVisible();
  await anna.screenshot('files-drop');
  await anna.page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(chosenFiles(anna)).toHaveCount(2);
  await pressSend(anna);
  await expect(loadedPictures(ben)).toHaveCount(8);
});

test('a picture is forwarded without being sent anew', async () => {
  const { anna, ben } = pair;
  await ben.page.getByTestId('message').filter({ hasText: 'this morning' }).click({
    button: 'right',
  });
  await ben.page.getByRole('menuitem', { name: 'Forward' }).click();
  const dialog = ben.page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Anna Berg' }).click();
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(loadedPictures(anna)).toHaveCount(9);
  await expect(anna.page.getByTestId('message').last()).toContainText('this morning');
});

test('pictures that come late move nothing: their room is kept for them', async () => {
  const { ben } = pair;
  await openPeople(ben);
  await holdPictures(ben);
  await conversationItem(ben, 'Anna Berg').click();
  await expect(ben.page.locator('[data-testid=image-tile]')).toHaveCount(9);
  await expect(loadedPictures(ben)).toHaveCount(0);
  expect(await tilesInView(ben)).toContain('false');
  await scrollBy(ben, -0.5);
  await ben.page.evaluate(() => new Promise(requestAnimationFrame));
  const before = await rowBoxes(ben);
  await ben.screenshot('pictures-held');
  await letPicturesCome(ben);
  await expect(loadedPictures(ben)).not.toHaveCount(0);
  await expect.poll(() => tilesInView(ben)).not.toContain('false');
  expect(await rowBoxes(ben)).toEqual(before);
});

test('a film has its size and length, and is played from where one seeks to', async () => {
  const { anna, ben } = pair;
  await conversationItem(anna, 'Ben Ito').click();
  await conversationItem(ben, 'Anna Berg').click();
  const film = await filmOf(anna, { width: 320, height: 180, seconds: 4 });
  await choose(anna, folder.write('launch.webm', film));
  await pressSend(anna);
  const video = ben.page.getByTestId('video');
  await expect(video).toHaveAttribute('aria-label', 'launch.webm');
  const shown = (read: 'duration' | 'videoWidth' | 'videoHeight' | 'currentTime') =>
    video.evaluate((element: HTMLVideoElement, name) => element[name], read);
  await expect.poll(() => shown('duration')).toBeCloseTo(4, 0);
  expect([await shown('videoWidth'), await shown('videoHeight')]).toEqual([320, 180]);
  expect(await lastAttachment(ben)).toMatchObject({
    attachment_type: 'video',
    mime_type: 'video/webm',
    dimensions: { width: 320, height: 180 },
    duration_seconds: 4,
  });
  await video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true;
    element.currentTime = 3;
    await element.play();
  });
  await expect.poll(() => shown('currentTime')).toBeGreaterThan(3);
  await ben.screenshot('film');
});

/** Whether each of the pictures that the window shows has come. */
function tilesInView(desktop: Desktop) {
  return desktop.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-testid=image-tile]')]
      .filter((tile) => {
        const { top, bottom } = tile.getBoundingClientRect();
        return bottom > 0 && top < window.innerHeight;
      })
      .map((tile) => tile.dataset['loaded']),
  );
}

/** Where every message is, and how high. */
function rowBoxes(desktop: Desktop) {
  return desktop.page.evaluate(() =>
    [...document.querySelectorAll('[role=log] [data-key]')].map((row) => {
      const { top, height } = row.getBoundingClientRect();
      return [Math.round(top), Math.round(height)];
    }),
  );
}

/** As the server describes it. */
function lastAttachment(desktop: Desktop) {
  return desktop.page.evaluate(async () => {
    const listed = await window.futureTalk.call('listConversations', { archived: false });
    return listed.ok ? listed.value[0]?.last_message?.attachments[0] : undefined;
  });
}
