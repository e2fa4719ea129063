import { Message, sessionBus } from '@jellybrick/dbus-next';
import type { MessageBus, Variant } from '@jellybrick/dbus-next';

const launcherInterface = 'com.canonical.Unity.LauncherEntry';

/** What a dock or a taskbar of Linux would show beside the app's icon, on the real bus. */
export class LauncherCounts {
  readonly #bus: MessageBus;
  /** By the bus name of the app that said so. */
  readonly #counts = new Map<string, number>();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  static async watch(): Promise<LauncherCounts> {
    const bus = sessionBus();
    const counts = new LauncherCounts(bus);
    bus.on('message', (message) => {
      counts.#receive(message);
    });
    const daemon = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
    const rule = `type='signal',interface='${launcherInterface}',member='Update'`;
    await bus.call(
      new Message({
        ...daemon,
        interface: daemon.destination,
        member: 'AddMatch',
        signature: 's',
        body: [rule],
      }),
    );
    return counts;
  }

  /** Of all copies of the app that run. */
  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  end(): void {
    this.#bus.disconnect();
  }

  #receive({ interface: iface, sender, body }: Message): void {
    const [application, properties] = body as [string, Record<string, Variant | undefined>];
    if (iface !== launcherInterface || application !== 'application://future-talk.desktop') return;
    const isVisible = properties['count-visible']?.value === true;
    this.#counts.set(sender, isVisible ? Number(properties['count']?.value) : 0);
  }
}
