import { app } from 'electron';
import { getConversation } from '#protocol/conversations.ts';
import type { SendEvent } from '../ipc/events.ts';
import type { Log } from '../logging/log.ts';
import type { AppController } from '../session/app-controller.ts';
import type { MainWindow } from '../windows/main-window.ts';
import { ConversationDirectory } from './conversation-directory.ts';
import { NotificationCenter } from './notification-center.ts';
import { showSystemNotification } from './system-notification.ts';

interface NotificationOptions {
  appController: AppController;
  window: MainWindow;
  send: SendEvent;
  log: Log;
}

export interface Notifications {
  center: NotificationCenter;
  directory: ConversationDirectory;
}

/** Notifications with the real desktop and the conversations of the person who is signed in. */
export function createNotifications(options: NotificationOptions): Notifications {
  const { appController, window, log } = options;
  const directory = new ConversationDirectory((conversation_id) =>
    appController.signedInClient.call(getConversation, { params: { conversation_id } }),
  );
  const center = new NotificationCenter({
    directory,
    show: showSystemNotification,
    ownUserId: () => appController.state.account?.id ?? null,
    isWindowFocused: () => window.isFocused,
    bringToFront: () => {
      window.bringToFront();
    },
    openConversation: (target) => {
      options.send('openConversation', target);
    },
    setBadgeCount: (count) => {
      app.setBadgeCount(count);
    },
    log,
    now: Date.now,
  });
  return { center, directory };
}
