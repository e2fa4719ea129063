import type { NotificationContent } from '#ipc/system.ts';
import { t } from '../language/texts.ts';
import type { NotificationText } from './notification-policy.ts';

/** As much of it as the person wants on the screen, and how many messages it stands for. */
export function noticeFor(
  { title, body }: NotificationText,
  count: number,
  content: NotificationContent,
): NotificationText & { answerable: boolean } {
  const counted = count > 1 ? t('notification.newCount', { count }) : t('notification.new');
  switch (content) {
    case 'everything':
      return { title: count > 1 ? `${title} (${count})` : title, body, answerable: true };
    case 'sender':
      return { title, body: counted, answerable: true };
    case 'nothing':
      return { title: t('app.name'), body: counted, answerable: false };
  }
}

/** For a friend request, which tells who asks. */
export function requestNotice(
  text: NotificationText,
  content: NotificationContent,
): NotificationText {
  return content === 'nothing' ? { title: t('app.name'), body: t('notification.request') } : text;
}
