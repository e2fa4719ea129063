import { Notification } from 'electron';
import type { ShownNotification, ShownText } from './notification-center.ts';
import { withoutMarkup } from './notification-markup.ts';

/** Shows a notification of the operating system. */
export function showSystemNotification(
  { title, body, silent }: ShownText,
  on: { clicked: () => void; closed: () => void },
): ShownNotification {
  const notification = new Notification({
    title,
    body: withoutMarkup(body, process.platform),
    silent,
  });
  notification.on('click', on.clicked);
  notification.on('close', on.closed);
  notification.show();
  return {
    close: () => {
      notification.close();
    },
  };
}
