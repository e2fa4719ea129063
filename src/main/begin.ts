import { app, Menu } from 'electron';
import { findAppPlaces } from './app-places.ts';
import type { AppPlaces } from './app-places.ts';
import { readFirstChoices } from './first-choices.ts';
import { LinkInbox } from './links/link-inbox.ts';
import { EarlyLog } from './logging/early-log.ts';
import { openWindow } from './open-window.ts';
import { watchQuitting } from './system/quitting-begun.ts';
import { wasStartedAtLogin } from './system/started-at-login.ts';
import { declareSchemes } from './windows/app-scheme.ts';
import { limitPageMemory } from './windows/page-memory.ts';
import { restrictWebContents } from './windows/web-contents-policy.ts';

/**
 * What comes first when the program runs. The window opens before the rest of the app is even read, so
 * that its page loads meanwhile: nothing that is imported here may be large, or ask another program.
 */
export function begin(): void {
  // Windows files notifications under this; the installer uses the same.
  if (process.platform === 'win32') app.setAppUserModelId('org.futuretalk.app');
  // The lock is the profile's: two profiles may run side by side, one profile only once.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const log = new EarlyLog();
  process.on('unhandledRejection', (reason) => {
    log.error('A failure that nobody waited for', reason);
  });
  // Or Electron makes one of its own before it is ready.
  Menu.setApplicationMenu(null);
  declareSchemes();
  limitPageMemory();
  restrictWebContents();
  const links = new LinkInbox();
  // macOS hands links over by this event, also the one that starts the app.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    links.receive(url);
  });
  start(findAppPlaces(), links, log).catch((error: unknown) => {
    log.error('The app could not start', error);
    // Or nobody would ever read it.
    if (!log.isHanded) log.handTo(console);
    app.exit(1);
  });
}

async function start(places: AppPlaces, links: LinkInbox, log: EarlyLog): Promise<void> {
  await app.whenReady();
  watchQuitting();
  const isHidden = wasStartedAtLogin(process.argv);
  const choices = readFirstChoices(places.settingsFile);
  const beginning = await openWindow(places, choices, { opensAtOnce: !isHidden, log });
  if (!isHidden) {
    const { readOpening } = await import('./opening/read-opening.ts');
    // It takes main a while, in which the page runs what it was given.
    await beginning.untilPageRuns();
    const opening = readOpening(places, choices.written, log);
    beginning.answerOpening(opening);
    // Main gives the page its files, and shows the window: the rest would keep it from both.
    if (opening !== null) await beginning.window.untilShown();
  } else beginning.answerOpening(null);
  const { runApp } = await import('./run-app.ts');
  await runApp({ places, beginning, links, isHidden, log });
}
