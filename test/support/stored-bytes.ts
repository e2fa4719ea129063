import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder, by its path from there. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** The forms in which a text might stand in a file. */
function formsOf(text: string): Record<string, Buffer> {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  return {
    'UTF-8': utf8,
    'UTF-16 LE': utf16,
    'UTF-16 BE': Buffer.from(utf16).swap16(),
    hexadecimal: Buffer.from(utf8.toString('hex')),
    base64: Buffer.from(withoutEnds(utf8.toString('base64'))),
    base64url: Buffer.from(withoutEnds(utf8.toString('base64url'))),
    'decoded from base64url': Buffer.from(text, 'base64url'),
  };
}

/** The last letters depend on what follows in the encoded text. */
function withoutEnds(base64: string): string {
  return base64.replace(/=+$/, '').slice(0, -2);
}

/** Shorter sequences stand in random bytes by chance. */
const tellingBytes = 6;

/** Each place where one of the texts stands in some form, such as `future-talk.db: hello (UTF-8)`. */
export function findTexts(folder: string, texts: readonly string[]): string[] {
  return filesIn(folder).flatMap((file) => {
    const bytes = readFileSync(join(folder, file));
    return findTextsInBytes(bytes, texts).map((found) => `${file}: ${found}`);
  });
}

export function findTextsInBytes(bytes: Buffer, texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    Object.entries(formsOf(text))
      .filter(([, form]) => form.length >= tellingBytes && bytes.includes(form))
      .map(([form]) => `${text} (${form})`),
  );
}

/** What a folder holds, to be compared before and after: each file's size, mode and hash. */
export function contentsOf(folder: string, except: readonly string[] = []): string[] {
  if (!existsSync(folder)) return ['no folder'];
  return filesIn(folder)
    .filter((file) => !except.includes(file))
    .map((file) => {
      const bytes = readFileSync(join(folder, file));
      const hash = createHash('sha256').update(bytes).digest('hex');
      return `${file} ${String(bytes.length)} ${modeOf(join(folder, file))} ${hash}`;
    });
}

/** A file's or folder's rights, such as `600`. */
export function modeOf(file: string): string {
  return (statSync(file).mode & 0o777).toString(8);
}
