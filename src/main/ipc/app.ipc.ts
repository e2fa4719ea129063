import type { appCalls } from '#ipc/app.ts';
import type { NotificationCenter } from '../notifications/notification-center.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  appController: AppController;
  /** Resolves once secrets can be read. */
  unlocked: Promise<void>;
  notifications: Pick<NotificationCenter, 'setOpenConversation'>;
  writeToClipboard: (text: string) => Promise<void>;
}

export function createAppHandlers({
  appController,
  unlocked,
  notifications,
  writeToClipboard,
}: Dependencies): Handlers<keyof typeof appCalls> {
  return {
    getAppState: async () => {
      await unlocked;
      await appController.restore();
      return appController.state;
    },
    copyText: ({ text }) => writeToClipboard(text),
    setOpenConversation: ({ conversation_id }) => {
      notifications.setOpenConversation(conversation_id);
    },
    reconnectNow: () => {
      appController.client.reconnectNow();
    },
  };
}
