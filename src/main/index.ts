import { app } from 'electron';
import { findAppPlaces } from './app-places.ts';
import { composeApp } from './compose-app.ts';
import { LinkInbox } from './links/link-inbox.ts';
import { linkAmong } from './links/opened-link.ts';
import { registerLinkScheme } from './links/register-link-scheme.ts';
import { logStrayFailures, openLog } from './logging/app-log.ts';
import { watchQuitting } from './system/quitting.ts';
import { wasStartedAtLogin } from './system/start-at-login.ts';
import { declareSchemes, serveAppScheme } from './windows/app-scheme.ts';
import { restrictPermissions, restrictWebContents } from './windows/web-contents-policy.ts';

app.setName('Future Talk');
// Windows files notifications under this; the installer uses the same.
if (process.platform === 'win32') app.setAppUserModelId('org.futuretalk.app');

const places = findAppPlaces();
const log = openLog(places.logFolder, 'main');
const links = new LinkInbox();

async function start(): Promise<void> {
  await app.whenReady();
  log.info(`${app.getName()} ${app.getVersion()} starts on ${process.platform} ${process.arch}`);
  restrictPermissions(places.pageOrigin);
  serveAppScheme(places.rendererFolder);
  registerLinkScheme();
  watchQuitting();
  const { window, openLink, mayStayHidden } = await composeApp(places, {
    log,
    serverLog: openLog(places.logFolder, 'server'),
  });
  links.onLink((link) => {
    window.bringToFront();
    openLink(link);
  });
  app.on('second-instance', (_event, programArguments) => {
    window.bringToFront();
    links.receive(linkAmong(programArguments));
  });
  app.on('activate', () => {
    window.bringToFront();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  if (!wasStartedAtLogin(process.argv) || !mayStayHidden()) window.bringToFront();
}

// The lock is the profile's: two profiles may run side by side, one profile only once.
if (app.requestSingleInstanceLock()) {
  logStrayFailures(log);
  declareSchemes();
  restrictWebContents();
  links.receive(linkAmong(process.argv));
  // macOS hands links over by this event, also the one that starts the app.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    links.receive(url);
  });
  start().catch((error: unknown) => {
    log.error('The app could not start', error);
    app.exit(1);
  });
} else {
  app.quit();
}
