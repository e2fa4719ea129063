import { app, shell } from 'electron';
import path from 'node:path';
import type { HostingState } from '#ipc/hosting.ts';
import type { AppPlaces } from './app-places.ts';
import { composeSession } from './compose-session.ts';
import type { SessionParts } from './compose-session.ts';
import { createHosting } from './hosting/create-hosting.ts';
import { createStandby } from './hosting/create-standby.ts';
import type { HostingController } from './hosting/hosting-controller.ts';
import type { StandbyController } from './hosting/standby-controller.ts';
import type { CallRouter } from './ipc/call-router.ts';
import type { SendEvent } from './ipc/events.ts';
import { createKeys } from './keys/create-keys.ts';
import type { Keys } from './keys/create-keys.ts';
import { LanWatch } from './lan/lan-watch.ts';
import type { Log } from './logging/log.ts';
import type { AppLanguage } from './language/app-language.ts';
import type { Beginning } from './open-window.ts';
import { openSecretLock } from './secrets/keychain.ts';
import { SecretStore } from './secrets/secret-store.ts';
import type { AppController } from './session/app-controller.ts';
import type { SettingsFile } from './settings-file.ts';
import { answerClose, createSystem } from './system/create-system.ts';
import { watchPower } from './system/power.ts';
import { createUpdates } from './updates/create-updates.ts';
import type { Updates } from './updates/create-updates.ts';
import { ApplicationMenu } from './windows/application-menu.ts';
import type { MainWindow } from './windows/main-window.ts';

interface Logs {
  log: Log;
  serverLog: Log;
}

export interface ComposedApp {
  /** Whether the app may run without a window: not while it waits for a passphrase. */
  mayStayHidden: () => boolean;
  /** Shows the person a link that the operating system gave to the app. */
  openLink: (link: string) => void;
}

/** The window, what the person has chosen, and the language. */
interface Core extends Beginning {
  settings: SettingsFile;
  language: AppLanguage;
}

/** Puts the rest of the app together behind its window, which may be open already. */
export async function composeApp(
  places: AppPlaces,
  beginning: Core,
  logs: Logs,
): Promise<ComposedApp> {
  const { log } = logs;
  const { settings, language, window, answerFiles } = beginning;
  const send: SendEvent = (name, event) => {
    window.send(name, event);
  };
  const base = await composeBase({ places, settings, send }, logs, (state) => {
    send('hostingChanged', state);
    system.presence.hostingChanged(state);
  });
  const system = await createSystem({
    settings,
    hosting: () => base.hosting,
    standsBy: () => base.standby.endsWithApp,
    window,
    send,
    onNotificationsChanged: () => {
      notifications.center.choicesChanged();
    },
    log,
  });
  beginning.onClose(() => answerClose(system, { settings, hosting: () => base.hosting, log }));
  language.onChanged((state) => {
    send('languageChanged', state);
    system.presence.languageChanged();
  });
  const lan = watchLan(settings, send, log);
  const menu = showMenu({ language, window, send, quit: system.quit, places, log });
  const shown = { language, window, send, system, menu, answerFiles };
  const parts = { places, log, settings, ...base, lan, ...shown };
  const { appController, notifications, router, endSession } = composeSession(parts);
  followPower(window, appController, log);
  beginning.onQuit(async () => {
    lan.stop();
    system.controller.stop();
    await endSession();
    await base.standby.shutDown();
    await base.hosting.shutDown();
  });
  answerOnceBack(beginning, router, appController);
  return {
    mayStayHidden: () => base.keys.lock.state === 'open' && system.controller.staysOpen,
    openLink: (link) => void showLink(link, parts, appController),
  };
}

/** Of what the page shows already nothing is there before the app is where it was: until then calls wait. */
function answerOnceBack(
  { hasOpening, answerWith }: Beginning,
  router: CallRouter,
  appController: AppController,
): void {
  const answer = () => {
    answerWith(router);
  };
  // How it went is told by whoever goes back.
  if (hasOpening()) void appController.restore().then(answer, answer);
  else answer();
}

interface Base extends Updates {
  secrets: SecretStore;
  hosting: HostingController;
  standby: StandbyController;
  keys: Keys;
}

/** What needs nobody to be signed in. */
async function composeBase(
  { places, settings, send }: Pick<SessionParts, 'places' | 'settings' | 'send'>,
  { log, serverLog }: Logs,
  onHostingChanged: (state: HostingState) => void,
): Promise<Base> {
  const lock = await openSecretLock({
    folder: places.secretsFolder,
    onChanged: () => {
      send('keysChanged', keys.state());
    },
    log,
  });
  const secrets = new SecretStore(places.secretsFolder, lock.cipher);
  const dataFolder = places.serverDataFolder;
  const common = { settings, secrets, dataFolder };
  const serviceLogFile = path.join(places.logFolder, 'service.log');
  const hosting = createHosting({
    ...common,
    serviceLogFile,
    serverLog,
    log,
    onChanged: onHostingChanged,
  });
  const standby = createStandby({
    ...{ ...common, hosting, serviceLogFile, serverLog, log },
    onChanged: send.bind(null, 'standbyChanged'),
  });
  const keys = createKeys({
    ...common,
    lock,
    hosting,
    onChanged: (state) => {
      send('keysChanged', state);
    },
    onRestoring: send.bind(null, 'restoreProgress'),
  });
  const listeners = {
    onChanged: send.bind(null, 'updateChanged'),
    onProgress: send.bind(null, 'releaseProgress'),
  };
  return { secrets, hosting, standby, keys, ...(await createUpdates(places, listeners, log)) };
}

/** Once the person has unlocked the app: until then it does not know where it was. */
async function showLink(
  link: string,
  { keys, log }: SessionParts,
  appController: AppController,
): Promise<void> {
  await keys.lock.opened;
  await appController.openLink(link).catch((error: unknown) => {
    log.error('The link could not be shown', error);
  });
}

interface MenuParts extends Pick<SessionParts, 'language' | 'window' | 'send' | 'places' | 'log'> {
  quit: () => void;
}

/** Menus speak the app's language, from the beginning and after each change. */
function showMenu({ language, window, send, places, log, quit }: MenuParts): ApplicationMenu {
  const applicationName = app.getName();
  app.setAboutPanelOptions({ applicationName, applicationVersion: app.getVersion() });
  const menu = new ApplicationMenu({
    developerTools: !app.isPackaged,
    quit,
    choose: (command) => {
      window.bringToFront();
      send('menuChosen', { command });
    },
    openLogs: () => {
      void shell.openPath(places.logFolder).then((problem) => {
        if (problem !== '') log.warn(`The folder of the logs was not opened: ${problem}`);
      });
    },
  });
  menu.show();
  language.onChanged(() => {
    menu.show();
  });
  return menu;
}

function watchLan(settings: SettingsFile, send: SendEvent, log: Log): LanWatch {
  return new LanWatch({
    isKnown: (key) => settings.current.knownServers.some(({ publicKey }) => publicKey === key),
    onChanged: (state) => {
      send('lanChanged', state);
    },
    log,
  });
}

function followPower(window: MainWindow, appController: AppController, log: Log): void {
  watchPower({
    onAwake: () => {
      if (appController.state.server !== null) appController.client.reconnectNow();
    },
    onLocked: (locked) => {
      window.setLocked(locked);
    },
    log,
  });
}
