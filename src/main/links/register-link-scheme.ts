import { app } from 'electron';
import { linkScheme } from '#protocol/invite-link.ts';

/**
 * Makes this app the one that opens invite links. An app that is not packaged would register Electron
 * itself, which does not know what to do with them.
 */
export function registerLinkScheme(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
}
