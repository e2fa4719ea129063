/**
 * Linux's notification daemons read the body as markup, and Electron hands it on as it is: without
 * this a sender could put links and pictures of their choice on the desktop.
 */
export function withoutMarkup(body: string, platform: NodeJS.Platform): string {
  if (platform !== 'linux') return body;
  return body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
