import { app } from 'electron';
import type { AppPlaces } from './app-places.ts';
import { MainAttachments } from './attachments/create-attachments.ts';
import { quitGracefully } from './graceful-quit.ts';
import { createHosting } from './hosting/create-hosting.ts';
import type { HostingController } from './hosting/hosting-controller.ts';
import { createCallRouter } from './ipc/call-router.ts';
import { createHandlers } from './ipc/create-handlers.ts';
import type { SendEvent } from './ipc/events.ts';
import { answerCalls } from './ipc/ipc-router.ts';
import { createKeys } from './keys/create-keys.ts';
import type { Keys } from './keys/create-keys.ts';
import { LanWatch } from './lan/lan-watch.ts';
import type { Log } from './logging/log.ts';
import { createNotifications } from './notifications/create-notifications.ts';
import { openSecretLock } from './secrets/keychain.ts';
import { SecretStore } from './secrets/secret-store.ts';
import type { AppController } from './session/app-controller.ts';
import { createAppController } from './session/create-app-controller.ts';
import { DraftSaves } from './session/draft-saves.ts';
import { forwardClientEvents } from './session/forward-client-events.ts';
import { ReadMarks } from './session/read-marks.ts';
import { SettingsFile } from './settings-file.ts';
import { createMainWindow } from './windows/create-main-window.ts';
import type { MainWindow } from './windows/main-window.ts';

interface Logs {
  log: Log;
  serverLog: Log;
}

export interface ComposedApp {
  /** Not yet open. */
  window: MainWindow;
  /** Shows the person a link that the operating system gave to the app. */
  openLink: (link: string) => void;
}

/** Puts the parts together once Electron is ready. */
export async function composeApp(
  places: AppPlaces,
  { log, serverLog }: Logs,
): Promise<ComposedApp> {
  const settings = new SettingsFile(places.settingsFile, log);
  await settings.load();
  const { window, saved } = createMainWindow(places, settings, log);
  const send: SendEvent = (name, event) => {
    window.send(name, event);
  };
  const lock = await openSecretLock({
    folder: places.secretsFolder,
    onChanged: () => {
      send('keysChanged', keys.state());
    },
    log,
  });
  const secrets = new SecretStore(places.secretsFolder, lock.cipher);
  const hosting = createHosting({
    settings,
    secrets,
    dataFolder: places.serverDataFolder,
    serverLog,
    log,
    onChanged: (state) => {
      send('hostingChanged', state);
    },
  });
  const keys = createKeys({
    lock,
    secrets,
    settings,
    dataFolder: places.serverDataFolder,
    hosting,
    onChanged: (state) => {
      send('keysChanged', state);
    },
  });
  const lan = watchLan(settings, send, log);
  const parts = { places, log, settings, secrets, hosting, keys, lan, window, send };
  const { appController, endSession } = composeSession(parts);
  quitGracefully(async () => {
    await saved();
    lan.stop();
    await endSession();
    await hosting.shutDown();
  }, log);
  return { window, openLink: (link) => void showLink(link, parts, appController) };
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

function watchLan(settings: SettingsFile, send: SendEvent, log: Log): LanWatch {
  return new LanWatch({
    isKnown: (key) => settings.current.knownServers.some(({ publicKey }) => publicKey === key),
    onChanged: (state) => {
      send('lanChanged', state);
    },
    log,
  });
}

interface SessionParts {
  places: AppPlaces;
  log: Log;
  settings: SettingsFile;
  secrets: SecretStore;
  hosting: HostingController;
  keys: Keys;
  lan: LanWatch;
  window: MainWindow;
  send: SendEvent;
}

interface Session {
  appController: AppController;
  /** Keeps what is under way for the next run of the app. */
  endSession: () => Promise<void>;
}

function composeSession(parts: SessionParts): Session {
  const { places, log, settings, secrets, hosting, keys, window, send } = parts;
  const readMarks = new ReadMarks(log);
  const draftSaves = new DraftSaves(log, () => appController.cache);
  const appController = createAppController({
    version: app.getVersion(),
    settings,
    hosting,
    secrets,
    cacheFolder: places.cacheFolder,
    onDestroyed: send.bind(null, 'messagesExpired'),
    onClient: (client) => {
      readMarks.attach(client);
      draftSaves.attach(client);
      forwardClientEvents(client, send, (event) => {
        notifications.center.handle(event);
        attachments.serverEvent(event);
        if (event.type === 'user_updated') appController.personUpdated(event.user);
      });
    },
    onPersonChanged: () => {
      readMarks.reset();
      draftSaves.reset();
      notifications.center.reset();
      attachments.personChanged();
    },
    onStateChanged: send.bind(null, 'appStateChanged'),
    log,
  });
  const attachments = createAttachments(parts, appController);
  const notifications = createNotifications({ appController, window, send, log });
  window.onFocusChanged((focused) => {
    send('windowFocusChanged', { focused });
    notifications.center.windowFocusChanged();
  });
  const own = { appController, notifications, readMarks, draftSaves, attachments };
  const handlers = createHandlers({ ...parts, ...own });
  answerCalls(window, createCallRouter(handlers, log));
  keys.lock.opened
    .then(() => appController.restore())
    .catch((error: unknown) => {
      log.error('The app could not go back to where it was', error);
    });
  const endSession = async () => {
    await draftSaves.settled();
    await attachments.shutDown();
    await appController.shutDown();
  };
  return { appController, endSession };
}

function createAttachments(
  { places, secrets, send, log }: SessionParts,
  appController: AppController,
): MainAttachments {
  return new MainAttachments({
    state: () => appController.state,
    client: () => (appController.state.account === null ? null : appController.client),
    cache: () => appController.cache,
    secrets,
    folder: places.attachmentFolder,
    send,
    log,
  });
}
