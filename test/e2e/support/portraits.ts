import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import sharp from 'sharp';

/** A picture as somebody might choose it: wide, turned by a camera, of one colour. */
export async function portrait(name: string) {
  const background = { r: 30, g: 120, b: 160 };
  const buffer = await sharp({ create: { width: 900, height: 600, channels: 3, background } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

/** It shows a picture whose bytes have come. */
export async function expectPicture(part: Locator): Promise<void> {
  const image = part.locator('img[src^="future-talk-file://picture/"]').first();
  await expect(image).toBeVisible();
  await expect
    .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
    .toBeGreaterThan(0);
}
