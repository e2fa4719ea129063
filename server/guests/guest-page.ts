import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StaticFile } from '../http/static-files.ts';

/** Everything the page needs comes from this server, and it speaks to no other. */
export const guestPagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Pictures and sounds come over the sealed channel: to the browser they are the page's own.
  "img-src 'self' blob: data:",
  'media-src blob:',
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Where the build has put the page: beside the server's own files. */
export function guestPageFolder(): string {
  return fileURLToPath(new URL('../guest', import.meta.url));
}

/**
 * The page's files, gzipped where the build has done so; none where there is no page. What the server
 * does not know how to serve is left out.
 */
export function readGuestPage(folder: string): StaticFile[] {
  if (!existsSync(path.join(folder, 'index.html'))) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.flatMap((name) => {
    const type = types[path.extname(name)];
    if (type === undefined) return [];
    const place = name.split(path.sep).join('/');
    const content = readFileSync(path.join(folder, name));
    const smaller = path.join(folder, `${name}.gz`);
    const file: StaticFile = {
      path: place === 'index.html' ? '/' : `/${place}`,
      type,
      content,
      gzipped: existsSync(smaller) ? readFileSync(smaller) : null,
      isImmutable: place.startsWith('assets/'),
      tag: `"${createHash('sha256').update(content).digest('base64url')}"`,
    };
    return [file];
  });
}
