import type { NotificationText } from './notification-policy.ts';

/** What stands on the desktop; closing it again does nothing. */
export interface ShownNotification {
  close(): void;
}

export interface ShownText extends NotificationText {
  /** For what only follows a change. */
  silent: boolean;
  /** It may be answered, and marked as read, from where it stands. */
  answerable: boolean;
}

/** What the person, or the desktop, does with it. */
export interface NotificationEvents {
  clicked: () => void;
  closed: () => void;
  replied: (text: string) => void;
  markedRead: () => void;
}

/** `previous` is of the same conversation, and gives way. */
export type ShowNotification = (
  text: ShownText,
  on: NotificationEvents,
  previous: ShownNotification | null,
) => ShownNotification;
