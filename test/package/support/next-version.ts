import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { extractFile } from '@electron/asar';

const archiveIn = (folder: string) => path.join(folder, 'resources/app.asar');

/** PEM; null in an app that was packed without one. */
export function releaseKeyOf(folder: string): string | null {
  try {
    return extractFile(archiveIn(folder), 'resources/release-key.pem').toString('utf8');
  } catch {
    return null;
  }
}

/**
 * Makes an unpacked app of Linux, where nothing checks the archive, say that it is a later version.
 * @returns which one, in as many characters
 */
export function makeLater(folder: string): string {
  const archive = archiveIn(folder);
  const manifest = extractFile(archive, 'package.json').toString('utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const later = version.replace(/^\d/, '9');
  const bytes = readFileSync(archive);
  const changed = manifest.replace(`"version": "${version}"`, `"version": "${later}"`);
  if (changed === manifest) throw new Error('Its package.json names no version');
  bytes.write(changed, bytes.indexOf(manifest));
  writeFileSync(archive, bytes);
  return later;
}

/** The whole of an unpacked app, to be changed. */
export function copyApp(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  execFileSync('cp', ['-a', from, to]);
}

export function packArchive(folder: string, file: string): void {
  const [place, name] = [path.dirname(folder), path.basename(folder)];
  // Its best takes half a minute.
  execFileSync('tar', ['--use-compress-program=gzip -1', '-cf', file, '-C', place, name]);
}

/** An AppImage as electron-builder makes it: what is laid out, behind the start that another one has. */
export function packAppImage(folder: string, file: string, another: string): void {
  const offset = execFileSync(another, ['--appimage-offset'], { encoding: 'utf8' }).trim();
  const options = ['-offset', offset, '-all-root', '-noappend', '-no-xattrs', '-no-progress'];
  const fast = ['-comp', 'zstd', '-Xcompression-level', '1'];
  execFileSync('mksquashfs', [folder, file, '-quiet', ...options, ...fast]);
  const start = Buffer.alloc(Number(offset));
  const [from, to] = [openSync(another, 'r'), openSync(file, 'r+')];
  readSync(from, start);
  writeSync(to, start);
  closeSync(from);
  closeSync(to);
}
