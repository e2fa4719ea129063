import { app } from 'electron';
import type { SendEvent } from '../ipc/events.ts';
import type { HostingController } from '../hosting/hosting-controller.ts';
import { connectSessionBus } from '../desktop-bus/session-bus.ts';
import type { Log } from '../logging/log.ts';
import { connectNotifications } from '../notifications/bus-notifications.ts';
import type { ShowNotification } from '../notifications/shown-notification.ts';
import { showSystemNotification } from '../notifications/system-notification.ts';
import type { SettingsFile } from '../settings-file.ts';
import { Presence } from '../tray/presence.ts';
import type { CloseAnswer, MainWindow } from '../windows/main-window.ts';
import { t } from '../language/texts.ts';
import { quittingHasBegun } from './quitting-begun.ts';
import { quitAsPerson } from './quitting.ts';
import { checkSpelling, checksSpellingByItself, preferredSpelling } from './spelling.ts';
import { setStartAtLogin } from './start-at-login.ts';
import { SystemController } from './system-controller.ts';

interface SystemOptions {
  settings: SettingsFile;
  hosting: () => HostingController;
  /** A copy of another computer's server is kept here, as long as the app runs. */
  standsBy: () => boolean;
  window: MainWindow;
  send: SendEvent;
  /** Notifications that stand may show too much now. */
  onNotificationsChanged: () => void;
  log: Log;
}

export interface DesktopSystem {
  controller: SystemController;
  presence: Presence;
  show: ShowNotification;
  /** Quits for a person, who is asked first while others need what is hosted here. */
  quit: () => void;
}

/** The app's part of the desktop: tray, badges, notifications, choices, and how it is left. */
export async function createSystem(options: SystemOptions): Promise<DesktopSystem> {
  const { settings, hosting, window, send, log } = options;
  const bus = await connectSessionBus(log);
  const presence: Presence = new Presence({
    window,
    quiet: () => controller.choices.quiet,
    setQuiet: (quiet) => {
      controller.change({ quiet }).catch((error: unknown) => {
        log.error('A choice in the tray could not be kept', error);
      });
    },
    quit: () => {
      quit();
    },
    onTrayChanged: () => {
      send('systemChanged', controller.state);
    },
  });
  const controller: SystemController = new SystemController({
    settings,
    hasTray: () => presence.hasTray,
    isNeeded: () => hosting().endsWithApp || options.standsBy(),
    preferredSpelling: checksSpellingByItself
      ? null
      : preferredSpelling(app.getPreferredSystemLanguages()),
    checkSpelling,
    setStartAtLogin,
    onChanged: (state, changed) => {
      send('systemChanged', state);
      presence.quietChanged();
      const concernsNotifications = changed.quiet ?? changed.notificationContent;
      if (concernsNotifications != null) options.onNotificationsChanged();
    },
    log,
    now: Date.now,
  });
  const show =
    (bus === null ? null : await connectNotifications(bus, log)) ?? showSystemNotification;
  const quit = () => {
    askToQuit(options);
  };
  await presence.begin(bus).catch((error: unknown) => {
    log.warn('There is no tray', error);
  });
  return { controller, presence, show, quit };
}

function askToQuit({ hosting, window, log }: SystemOptions): void {
  quitAsPerson({
    hostedName: () => {
      const { endsWithApp, state } = hosting();
      return endsWithApp && 'name' in state ? state.name : null;
    },
    window: () => window.browserWindow,
    hideWindow: () => {
      window.hide();
    },
  }).catch((error: unknown) => {
    log.error('The question before quitting could not be asked', error);
    app.quit();
  });
}

/** What becomes of a window that is closed. The first time that the app goes on, it says so. */
export function answerClose(
  { controller, presence, show, quit }: DesktopSystem,
  { settings, hosting, log }: Pick<SystemOptions, 'settings' | 'hosting' | 'log'>,
): CloseAnswer {
  if (quittingHasBegun()) return 'close';
  if (!controller.staysOpen) {
    if (process.platform === 'darwin' || !hosting().endsWithApp) return 'close';
    quit();
    return 'stay';
  }
  if (!settings.current.toldOfStaying) {
    const body = t(presence.hasTray ? 'stays.text' : 'stays.textWithoutTray');
    const on = { closed: nothing, clicked: nothing, replied: nothing, markedRead: nothing };
    const text = { title: t('stays.title'), body, silent: true, answerable: false };
    show(text, on, null);
    settings.change({ toldOfStaying: true }).catch((error: unknown) => {
      log.error('It could not be kept that this was said', error);
    });
  }
  return 'hide';
}

function nothing(): void {
  // The words are all there is to it.
}
