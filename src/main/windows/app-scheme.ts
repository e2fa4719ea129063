import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { fileScheme } from '../attachments/file-scheme-name.ts';
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

const nothing = Buffer.alloc(0);

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
 * @param onGiven told of each file that a page has been given
 * @throws Error where Electron does not take it
 */
export function serveAppScheme(folder: string, onGiven: (file: string) => void): void {
  // The newer `protocol.handle` has Node read its whole HTTP client first, for the shape of its requests.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- takes a tenth of a start less
  const isServed = protocol.registerBufferProtocol(appScheme, (request, respond) => {
    const asset = request.method === 'GET' ? findAsset(folder, request.url) : null;
    const refuse = () => {
      respond({ statusCode: 404, headers, data: nothing });
    };
    if (asset === null) {
      refuse();
      return;
    }
    const { file, contentType } = asset;
    // None, or one that may not be read.
    readFile(file).then((data) => {
      respond({ headers: { ...headers, 'Content-Type': contentType }, data });
      onGiven(file);
    }, refuse);
  });
  if (!isServed) throw new Error('The scheme of the page could not be registered');
}
