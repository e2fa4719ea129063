import path from 'node:path';
import { app } from 'electron';
import { appOrigin } from './windows/asset-path.ts';

/** Where the built parts of the app and this person's files are. */
export interface AppPlaces {
  preloadFile: string;
  rendererFolder: string;
  /** The page that the window shows, and its origin. */
  pageUrl: string;
  pageOrigin: string;
  settingsFile: string;
  secretsFolder: string;
  /** What was seen, for when there is no server. Not `cache`: Chromium has a folder of that name. */
  cacheFolder: string;
  /** The hosted server's data. */
  serverDataFolder: string;
  /** Files on their way in or out of messages. */
  attachmentFolder: string;
  logFolder: string;
  dictionaryFolder: string;
  /** A newer version of the app on its way in. */
  updateFolder: string;
  /** Whose signature a newer version needs; not there in an app that installs none. */
  releaseKeyFile: string;
}

export function findAppPlaces(): AppPlaces {
  const appFolder = app.getAppPath();
  const userFolder = app.getPath('userData');
  // electron-vite names its development server here; a package takes no such advice.
  const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
  const testedKeyFile = app.isPackaged ? undefined : process.env.FUTURE_TALK_RELEASE_KEY;
  return {
    preloadFile: path.join(appFolder, 'out/preload/index.cjs'),
    rendererFolder: path.join(appFolder, 'out/renderer'),
    pageUrl: developmentUrl ?? `${appOrigin}/index.html`,
    pageOrigin: developmentUrl === undefined ? appOrigin : new URL(developmentUrl).origin,
    settingsFile: path.join(userFolder, 'settings.json'),
    secretsFolder: path.join(userFolder, 'secrets'),
    cacheFolder: path.join(userFolder, 'offline'),
    serverDataFolder: path.join(userFolder, 'server'),
    attachmentFolder: path.join(userFolder, 'attachments'),
    logFolder: path.join(userFolder, 'logs'),
    dictionaryFolder: path.join(appFolder, 'resources/dictionaries'),
    updateFolder: path.join(userFolder, 'updates'),
    releaseKeyFile: testedKeyFile ?? path.join(appFolder, 'resources/release-key.pem'),
  };
}
