import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Desktop } from './desktop.ts';

/** A folder of test files, with the pictures and noise that tests send. */
export class FileFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'future-talk-files-'));

  /** Bytes that nothing can compress or guess. */
  random(name: string, size: number): string {
    return this.write(name, randomBytes(size));
  }

  write(name: string, content: Buffer | string): string {
    const file = path.join(this.path, name);
    writeFileSync(file, content);
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** A picture of coloured stripes, drawn by the page of an app. */
export async function drawPicture(
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

/** Chooses files with the paperclip, up to where the system's dialog would open. */
export async function choose(desktop: Desktop, ...files: string[]): Promise<void> {
  await desktop.page.getByTestId('attach-input').setInputFiles(files);
}

export function chosenFiles(desktop: Desktop): Locator {
  return desktop.page.getByTestId('chosen-files').getByRole('listitem');
}

export async function pressSend(desktop: Desktop): Promise<void> {
  await desktop.page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Pictures in messages, those that have come. */
export function loadedPictures(desktop: Desktop): Locator {
  return desktop.page.locator('[data-testid=image-tile][data-loaded=true]');
}

/** Answers the next dialog that asks where to save. */
export async function saveDialogAnswers(desktop: Desktop, filePath: string): Promise<void> {
  await desktop.app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
  }, filePath);
}

/** Saves a document from its card and waits until it is whole. */
export async function saveDocument(desktop: Desktop, name: string, file: string): Promise<void> {
  await saveDialogAnswers(desktop, file);
  const card = desktop.page.getByTestId('document').filter({ hasText: name });
  await card.getByRole('button', { name: `Save ${name} as…` }).click();
  await expect(desktop.page.getByText('Saved', { exact: true }).last()).toBeVisible({
    timeout: 60_000,
  });
}
