import { Notification } from 'electron';
import type { ShownNotification } from './notification-center.ts';
import { withoutMarkup } from './notification-markup.ts';
import type { NotificationText } from './notification-policy.ts';

/** Shows a notification of the operating system. */
export function showSystemNotification(
  { title, body }: NotificationText,
  on: { clicked: () => void; closed: () => void },
): ShownNotification {
  const notification = new Notification({ title, body: withoutMarkup(body, process.platform) });
  notification.on('click', on.clicked);
  notification.on('close', on.closed);
  notification.show();
  return {
    close: () => {
      notification.close();
    },
  };
}
