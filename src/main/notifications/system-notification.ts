import { Notification } from 'electron';
import type { ShownNotification } from './notification-center.ts';
import type { NotificationText } from './notification-policy.ts';

/** Shows a notification of the operating system. */
export function showSystemNotification(
  text: NotificationText,
  on: { clicked: () => void; closed: () => void },
): ShownNotification {
  const notification = new Notification({ title: text.title, body: text.body });
  notification.on('click', on.clicked);
  notification.on('close', on.closed);
  notification.show();
  return {
    close: () => {
      notification.close();
    },
  };
}
