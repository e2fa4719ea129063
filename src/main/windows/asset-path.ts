import path from 'node:path';

export const appScheme = 'future-talk-app';
/** The one host of our scheme; other hosts would be other origins. */
const appHost = 'app';
export const appOrigin = `${appScheme}://${appHost}`;

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

export interface Asset {
  file: string;
  contentType: string;
}

/** The file in `folder` that a URL of our scheme names; null for whatever is not one of ours. */
export function findAsset(folder: string, requestUrl: string): Asset | null {
  if (!URL.canParse(requestUrl)) return null;
  const url = new URL(requestUrl);
  if (url.protocol !== `${appScheme}:` || url.host !== appHost) return null;
  const name = decodeName(url.pathname);
  if (name === null) return null;
  const file = path.resolve(folder, `.${name === '/' ? '/index.html' : name}`);
  const isInside = file.startsWith(path.resolve(folder) + path.sep);
  const contentType = contentTypes[path.extname(file).toLowerCase()];
  return isInside && contentType !== undefined ? { file, contentType } : null;
}

/** Null for what no file of ours is called: broken escapes, backslashes, drive letters, NUL. */
function decodeName(pathname: string): string | null {
  if (!/^(?:[^%]|%[0-9a-f]{2})*$/i.test(pathname)) return null;
  try {
    const name = decodeURIComponent(pathname);
    return /[\\:\0]/.test(name) ? null : name;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
