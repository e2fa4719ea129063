import { app, shell } from 'electron';
import path from 'node:path';
import type { HostingState } from '#ipc/hosting.ts';
import type { AppPlaces } from './app-places.ts';
import { composeSession } from './compose-session.ts';
import type { SessionParts } from './compose-session.ts';
import { createHosting } from './hosting/create-hosting.ts';
import type { HostingController } from './hosting/hosting-controller.ts';
import type { SendEvent } from './ipc/events.ts';
import { createKeys } from './keys/create-keys.ts';
import type { Keys } from './keys/create-keys.ts';
import { LanWatch } from './lan/lan-watch.ts';
import type { Log } from './logging/log.ts';
import type { Beginning } from './open-window.ts';
import { openSecretLock } from './secrets/keychain.ts';
import { SecretStore } from './secrets/secret-store.ts';
import type { AppController } from './session/app-controller.ts';
import type { SettingsFile } from './settings-file.ts';
import { answerClose, createSystem } from './system/create-system.ts';
import { watchPower } from './system/power.ts';
import { createUpdates } from './updates/create-updates.ts';
import type { UpdateController } from './updates/update-controller.ts';
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

/** Puts the rest of the app together behind its window, which may be open already. */
export async function composeApp(
  places: AppPlaces,
  beginning: Beginning,
  logs: Logs,
): Promise<ComposedApp> {
  const { log } = logs;
  const { settings, language, window, answerWith, answerFiles } = beginning;
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
    await base.hosting.shutDown();
  });
  answerWith(router);
  return {
    mayStayHidden: () => base.keys.lock.state === 'open' && system.controller.staysOpen,
    openLink: (link) => void showLink(link, parts, appController),
  };
}

interface Base {
  secrets: SecretStore;
  hosting: HostingController;
  keys: Keys;
  updates: UpdateController;
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
  const keys = createKeys({
    ...common,
    lock,
    hosting,
    onChanged: (state) => {
      send('keysChanged', state);
    },
    onRestoring: send.bind(null, 'restoreProgress'),
  });
  const updates = await createUpdates(places, send.bind(null, 'updateChanged'), log);
  return { secrets, hosting, keys, updates };
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
