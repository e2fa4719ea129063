import { app } from 'electron';
import type { ServerEvent } from '#protocol/events.ts';
import type { AppPlaces } from './app-places.ts';
import { MainAttachments } from './attachments/create-attachments.ts';
import type { AnswerFileRequest } from './attachments/file-scheme-door.ts';
import type { HostingController } from './hosting/hosting-controller.ts';
import type { StandbyController } from './hosting/standby-controller.ts';
import { createCallRouter } from './ipc/call-router.ts';
import type { CallRouter } from './ipc/call-router.ts';
import { createHandlers } from './ipc/create-handlers.ts';
import type { SendEvent } from './ipc/events.ts';
import type { Keys } from './keys/create-keys.ts';
import type { LanWatch } from './lan/lan-watch.ts';
import type { AppLanguage } from './language/app-language.ts';
import type { Log } from './logging/log.ts';
import { createNotifications } from './notifications/create-notifications.ts';
import type { Notifications } from './notifications/create-notifications.ts';
import type { SecretStore } from './secrets/secret-store.ts';
import type { AppController } from './session/app-controller.ts';
import { createAppController } from './session/create-app-controller.ts';
import { DraftSaves } from './session/draft-saves.ts';
import { forwardClientEvents } from './session/forward-client-events.ts';
import { LanFollower, lookOnLan } from './session/lan-follower.ts';
import { ReadMarks } from './session/read-marks.ts';
import type { SettingsFile } from './settings-file.ts';
import type { DesktopSystem } from './system/create-system.ts';
import { epochOf } from './trust/known-servers.ts';
import type { Updates } from './updates/create-updates.ts';
import { keepLooking } from './updates/keep-looking.ts';
import type { ApplicationMenu } from './windows/application-menu.ts';
import type { MainWindow } from './windows/main-window.ts';

export interface SessionParts extends Updates {
  places: AppPlaces;
  log: Log;
  settings: SettingsFile;
  secrets: SecretStore;
  hosting: HostingController;
  standby: StandbyController;
  keys: Keys;
  lan: LanWatch;
  language: AppLanguage;
  window: MainWindow;
  send: SendEvent;
  answerFiles: (answer: AnswerFileRequest) => void;
  system: DesktopSystem;
  menu: ApplicationMenu;
}

export interface ComposedSession {
  notifications: Notifications;
  appController: AppController;
  /** Answers the calls of the page. */
  router: CallRouter;
  /** Keeps what is under way for the next run of the app. */
  endSession: () => Promise<void>;
}

/** What belongs to whoever is signed in. */
export function composeSession(parts: SessionParts): ComposedSession {
  const { places, log, window, send, system, menu } = parts;
  const readMarks = new ReadMarks(log);
  const draftSaves = new DraftSaves(log, () => appController.cache);
  const appController = createAppController({
    ...parts,
    version: app.getVersion(),
    cacheFolder: places.cacheFolder,
    onDestroyed: send.bind(null, 'messagesExpired'),
    onClient: (client) => {
      readMarks.attach(client);
      draftSaves.attach(client);
      forwardClientEvents(client, send, onServerEvent);
    },
    onPersonChanged: () => {
      readMarks.reset();
      draftSaves.reset();
      notifications.center.reset();
      attachments.personChanged();
    },
    onStateChanged: (state) => {
      send('appStateChanged', state);
      system.presence.appStateChanged(state);
      looking.stateChanged();
      follower.stateChanged();
      menu.setSignedIn(state.account !== null && state.keyChange === null);
    },
  });
  const follower = followOnLan(parts, () => appController);
  const looking = keepLooking(parts.updates, () => appController);
  const attachments = createAttachments(parts, appController);
  const notifications = createNotifications({ appController, window, send, system, log });
  const onServerEvent = (event: ServerEvent) => {
    notifications.center.handle(event);
    attachments.serverEvent(event);
    if (event.type === 'user_updated') appController.personUpdated(event.user);
  };
  window.onFocusChanged((focused) => {
    send('windowFocusChanged', { focused });
    notifications.center.windowFocusChanged();
  });
  const own = { appController, notifications, readMarks, draftSaves, attachments };
  const handlers = createHandlers({ ...parts, ...own, ...looking, system: system.controller });
  restoreOnceOpen(parts, appController);
  const router = createCallRouter(handlers, log);
  const ending = { follower, draftSaves, attachments, appController };
  return { appController, router, endSession: () => endSession(ending), notifications };
}

interface Ending {
  follower: LanFollower;
  draftSaves: DraftSaves;
  attachments: MainAttachments;
  appController: AppController;
}

async function endSession({ follower, draftSaves, attachments, appController }: Ending) {
  follower.stop();
  await draftSaves.settled();
  await attachments.shutDown();
  await appController.shutDown();
}

function followOnLan(
  { settings, log }: SessionParts,
  appController: () => AppController,
): LanFollower {
  return new LanFollower({
    state: () => appController().state,
    epochOf: (key) => epochOf(settings.current.knownServers, key)?.epoch ?? 1,
    follow: (moved) => appController().follow(moved),
    look: lookOnLan(log),
    log,
  });
}

function restoreOnceOpen({ keys, standby, log }: SessionParts, appController: AppController): void {
  keys.lock.opened
    .then(() => {
      standby.resume().catch((error: unknown) => {
        log.error('What stands by here could not go on', error);
      });
      return appController.restore();
    })
    .catch((error: unknown) => {
      log.error('The app could not go back to where it was', error);
    });
}

function createAttachments(
  { places, secrets, send, answerFiles, log }: SessionParts,
  appController: AppController,
): MainAttachments {
  return new MainAttachments({
    state: () => appController.state,
    client: () => (appController.state.account === null ? null : appController.client),
    cache: () => appController.cache,
    secrets,
    folder: places.attachmentFolder,
    send,
    answerFiles,
    log,
  });
}
