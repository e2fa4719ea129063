import { app } from 'electron';
import { findAppPlaces } from './app-places.ts';
import { composeApp } from './compose-app.ts';
import { logStrayFailures, openLog } from './logging/app-log.ts';
import { setApplicationMenu } from './windows/application-menu.ts';
import { declareAppScheme, serveAppScheme } from './windows/app-scheme.ts';
import { denyPermissions, restrictWebContents } from './windows/web-contents-policy.ts';

app.setName('Future Talk');
// Windows files notifications under this; the installer uses the same.
if (process.platform === 'win32') app.setAppUserModelId('org.futuretalk.app');

const places = findAppPlaces();
const log = openLog(places.logFolder, 'main');

async function start(): Promise<void> {
  await app.whenReady();
  log.info(`${app.getName()} ${app.getVersion()} starts on ${process.platform} ${process.arch}`);
  denyPermissions();
  serveAppScheme(places.rendererFolder);
  setApplicationMenu({ developerTools: !app.isPackaged });
  const window = await composeApp(places, { log, serverLog: openLog(places.logFolder, 'server') });
  app.on('second-instance', () => {
    window.bringToFront();
  });
  app.on('activate', () => {
    window.bringToFront();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  window.bringToFront();
}

// The lock is the profile's: two profiles may run side by side, one profile only once.
if (app.requestSingleInstanceLock()) {
  logStrayFailures(log);
  declareAppScheme();
  restrictWebContents(log);
  start().catch((error: unknown) => {
    log.error('The app could not start', error);
    app.exit(1);
  });
} else {
  app.quit();
}
