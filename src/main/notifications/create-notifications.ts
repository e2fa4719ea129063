import { getConversation } from '#protocol/conversations.ts';
import type { SendEvent } from '../ipc/events.ts';
import type { Log } from '../logging/log.ts';
import type { AppController } from '../session/app-controller.ts';
import type { DesktopSystem } from '../system/create-system.ts';
import type { MainWindow } from '../windows/main-window.ts';
import { ConversationDirectory } from './conversation-directory.ts';
import { NotificationCenter } from './notification-center.ts';
import { answerIn, markReadIn } from './notification-answers.ts';
import { isQuiet } from './quiet.ts';

interface NotificationOptions {
  appController: AppController;
  window: MainWindow;
  send: SendEvent;
  system: DesktopSystem;
  log: Log;
}

export interface Notifications {
  center: NotificationCenter;
  directory: ConversationDirectory;
}

/** Notifications with the real desktop and the conversations of the person who is signed in. */
export function createNotifications(options: NotificationOptions): Notifications {
  const { appController, window, system, log } = options;
  const directory = new ConversationDirectory((conversation_id) =>
    appController.signedInClient.call(getConversation, { params: { conversation_id } }),
  );
  const center = new NotificationCenter({
    directory,
    show: system.show,
    content: () => system.controller.choices.notificationContent,
    isQuiet: () => isQuiet(system.controller.choices.quiet, Date.now()),
    reply: (id, text) => {
      answerIn(appController, log, id, text);
    },
    markRead: (id) => {
      markReadIn(appController, log, id);
    },
    ownUserId: () => appController.state.account?.id ?? null,
    isWindowFocused: () => window.isFocused,
    bringToFront: () => {
      window.bringToFront();
    },
    openConversation: (target) => {
      options.send('openConversation', target);
    },
    onUnread: (count) => {
      system.presence.unreadChanged(count);
    },
    log,
    now: Date.now,
  });
  return { center, directory };
}
