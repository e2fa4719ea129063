import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** Chooses files with the paperclip, up to where the system's dialog would open. */
export async function choose(desktop: Pick<Desktop, 'page'>, ...files: string[]): Promise<void> {
  await desktop.page.getByTestId('attach-input').setInputFiles(files);
}

export function chosenFiles(desktop: Desktop): Locator {
  return desktop.page.getByTestId('chosen-files').getByRole('listitem');
}

export async function pressSend(desktop: Pick<Desktop, 'page'>): Promise<void> {
  await desktop.page.getByRole('button', { name: 'Send', exact: true }).click();
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
  // It has its name only once it is whole.
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
}
