import { Variant } from '@jellybrick/dbus-next';
import type { BusObject, SessionBus } from '../desktop-bus/session-bus.ts';
import type { Log } from '../logging/log.ts';
import { t } from '../language/texts.ts';
import { withoutMarkup } from './notification-markup.ts';
import type {
  NotificationEvents,
  ShowNotification,
  ShownNotification,
  ShownText,
} from './shown-notification.ts';

const daemon: BusObject = {
  name: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
};

/** The daemon's number of a notification; 0 where there is none. */
interface BusNotification extends ShownNotification {
  readonly id: Promise<number>;
}

/**
 * Notifications of a Linux desktop, over its bus: Electron's offer neither buttons nor a reply
 * there, and cannot change one that stands. Null where no daemon answers.
 */
export async function connectNotifications(
  bus: SessionBus,
  log: Log,
): Promise<ShowNotification | null> {
  try {
    const [capabilities] = await bus.call(daemon, 'GetCapabilities');
    const canReply = Array.isArray(capabilities) && capabilities.includes('inline-reply');
    const notifications = new BusNotifications(bus, canReply, log);
    await bus.onSignal(daemon.interface, notifications.receive);
    return notifications.show;
  } catch (error) {
    log.warn('No notifications over the bus', error);
    return null;
  }
}

export class BusNotifications {
  readonly #bus: Pick<SessionBus, 'call'>;
  readonly #canReply: boolean;
  readonly #log: Log;
  readonly #standing = new Map<number, NotificationEvents>();

  constructor(bus: Pick<SessionBus, 'call'>, canReply: boolean, log: Log) {
    this.#bus = bus;
    this.#canReply = canReply;
    this.#log = log;
  }

  readonly show: ShowNotification = (text, on, previous) => {
    const before = (previous as BusNotification | null)?.id ?? Promise.resolve(0);
    const id = before.then((replaced) => this.#notify(text, on, replaced));
    const shown: BusNotification = { id, close: () => void id.then((known) => this.#close(known)) };
    return shown;
  };

  /** A signal of the daemon's. */
  readonly receive = (member: string, [id, detail]: readonly unknown[]): void => {
    const on = typeof id === 'number' ? this.#standing.get(id) : undefined;
    if (on === undefined) return;
    if (member === 'ActionInvoked' && detail === 'default') on.clicked();
    if (member === 'ActionInvoked' && detail === 'mark-read') on.markedRead();
    if (member === 'NotificationReplied') on.replied(String(detail));
    if (member === 'NotificationClosed') {
      this.#standing.delete(Number(id));
      on.closed();
    }
  };

  async #notify(text: ShownText, on: NotificationEvents, replaced: number): Promise<number> {
    this.#standing.delete(replaced);
    const body = withoutMarkup(text.body, 'linux');
    const hints = {
      category: new Variant('s', 'im.received'),
      'desktop-entry': new Variant('s', 'future-talk'),
      'suppress-sound': new Variant('b', text.silent),
      'x-kde-reply-placeholder-text': new Variant('s', t('notification.reply.placeholder')),
    };
    try {
      const actions = this.#actionsFor(text);
      // The desktop's own time: -1.
      const notification = [t('app.name'), replaced, '', text.title, body, actions, hints, -1];
      const [id] = await this.#bus.call(daemon, 'Notify', 'susssasa{sv}i', notification);
      this.#standing.set(Number(id), on);
      return Number(id);
    } catch (error) {
      this.#log.warn('A notification could not be shown', error);
      on.closed();
      return 0;
    }
  }

  /** Pairs of a name and what stands on the button. */
  #actionsFor({ answerable }: ShownText): string[] {
    const actions = ['default', t('notification.open')];
    if (answerable && this.#canReply) actions.push('inline-reply', t('notification.reply'));
    if (answerable) actions.push('mark-read', t('notification.markRead'));
    return actions;
  }

  async #close(id: number): Promise<void> {
    if (!this.#standing.delete(id)) return;
    await this.#bus.call(daemon, 'CloseNotification', 'u', [id]).catch((error: unknown) => {
      this.#log.warn('A notification could not be closed', error);
    });
  }
}
