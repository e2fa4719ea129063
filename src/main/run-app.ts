import { EventEmitter, once } from 'node:events';
import { app, Menu } from 'electron';
import { findAppPlaces } from './app-places.ts';
import { LinkInbox } from './links/link-inbox.ts';
import { linkAmong } from './links/opened-link.ts';
import { registerLinkScheme } from './links/register-link-scheme.ts';
import { logStrayFailures, openLog } from './logging/app-log.ts';
import { openWindow } from './open-window.ts';
import { watchQuitting } from './system/quitting.ts';
import { wasStartedAtLogin } from './system/start-at-login.ts';
import { declareSchemes, serveAppScheme } from './windows/app-scheme.ts';
import { restrictPermissions, restrictWebContents } from './windows/web-contents-policy.ts';

// Windows files notifications under this; the installer uses the same.
if (process.platform === 'win32') app.setAppUserModelId('org.futuretalk.app');

const places = findAppPlaces();
const log = openLog(places.logFolder, 'main');
const links = new LinkInbox();

async function start(): Promise<void> {
  await app.whenReady();
  log.info(`${app.getName()} ${app.getVersion()} starts on ${process.platform} ${process.arch}`);
  restrictPermissions(places.pageOrigin);
  const scripts = new EventEmitter();
  const scriptGiven = once(scripts, 'given');
  serveAppScheme(places.rendererFolder, () => scripts.emit('given'));
  registerLinkScheme();
  watchQuitting();
  const isHidden = wasStartedAtLogin(process.argv);
  const beginning = await openWindow(places, log, { opensAtOnce: !isHidden });
  const { window } = beginning;
  // Read only now, while the page's process starts.
  const { composeApp } = await import('./compose-app.ts');
  // The page, which main gives its files, comes first; the rest goes on while it runs them.
  if (!isHidden) await Promise.race([scriptGiven, window.untilLoaded()]);
  const serverLog = openLog(places.logFolder, 'server');
  const { openLink, mayStayHidden } = await composeApp(places, beginning, { log, serverLog });
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
  if (isHidden && !mayStayHidden()) window.bringToFront();
}

// The lock is the profile's: two profiles may run side by side, one profile only once.
if (app.requestSingleInstanceLock()) {
  logStrayFailures(log);
  // Or Electron makes one of its own before it is ready.
  Menu.setApplicationMenu(null);
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
