import path from 'node:path';
import { protocol } from 'electron';
import { fileScheme } from '../attachments/file-urls.ts';
import { readFileIfPresent } from '../storage/atomic-file.ts';
import { appScheme, findAsset } from './asset-path.ts';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `img-src 'self' data: ${fileScheme}:`,
  `media-src ${fileScheme}:`,
  "font-src 'self'",
  // The renderer reaches nothing by itself: all data comes over the bridge.
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** To be called before the app is ready. */
export function declareSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    // The page's script is compiled once, and not at each start.
    { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
    // Electron takes one declaration only, so that of files stands here too.
    { scheme: fileScheme, privileges: { standard: true, secure: true, stream: true } },
  ]);
}

/**
 * Serves the built renderer in `folder` under the app's own scheme.
 * @param onScript called each time that a page has been given a script
 */
export function serveAppScheme(folder: string, onScript: () => void): void {
  protocol.handle(appScheme, async (request) => {
    const asset = request.method === 'GET' ? findAsset(folder, request.url) : null;
    const content = asset === null ? null : await readFileIfPresent(asset.file);
    if (asset === null || content === null) return new Response(null, { status: 404, headers });
    if (path.extname(asset.file) === '.js') onScript();
    return new Response(new Uint8Array(content), {
      headers: { ...headers, 'Content-Type': asset.contentType },
    });
  });
}
