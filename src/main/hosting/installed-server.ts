import { app } from 'electron';
import { words } from '#messages/catalogue.ts';
import { LocalError } from '../local-error.ts';
import { findServerProgram } from './server-command.ts';

interface InstalledServer {
  node: string;
  entry: string;
}

/** The server's program beside this app. Throws HOSTING_FAILED when there is no Node to run it. */
export function installedServer(): InstalledServer {
  const { node, entry } = findServerProgram({
    packaged: app.isPackaged,
    resourcesFolder: process.resourcesPath,
    appFolder: app.getAppPath(),
    environment: process.env,
    platform: process.platform,
  });
  if (node === null) {
    throw new LocalError('HOSTING_FAILED', words('failure.hosting.start'));
  }
  return { node, entry };
}
