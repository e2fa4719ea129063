import { app } from 'electron';
import { linkScheme } from '#protocol/invite-link.ts';

/**
 * Makes this app the one that opens invite links. An app that is not packaged would register Electron
 * itself, which does not know what to do with them. On Windows the installer does it, and takes it back; a
 * portable program would name a folder that goes when it ends.
 */
export function registerLinkScheme(): void {
  if (app.isPackaged && process.platform !== 'win32') app.setAsDefaultProtocolClient(linkScheme);
}
