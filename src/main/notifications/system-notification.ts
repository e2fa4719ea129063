import { Notification } from 'electron';
import { withoutMarkup } from './notification-markup.ts';
import { t } from '../language/texts.ts';
import type { ShowNotification } from './shown-notification.ts';

/** Shows a notification by Electron: on macOS and Windows it may be answered where it stands. */
export const showSystemNotification: ShowNotification = (text, on, previous) => {
  previous?.close();
  const { title, body, silent, answerable } = text;
  const notification = new Notification({
    title,
    body: withoutMarkup(body, process.platform),
    silent,
    hasReply: answerable,
    replyPlaceholder: t('notification.reply.placeholder'),
    actions: answerable ? [{ type: 'button', text: t('notification.markRead') }] : [],
  });
  notification.on('click', on.clicked);
  notification.on('close', on.closed);
  notification.on('reply', ({ reply }) => {
    on.replied(reply);
  });
  notification.on('action', on.markedRead);
  notification.show();
  return {
    close: () => {
      notification.close();
    },
  };
};
