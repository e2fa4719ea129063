import { Message, sessionBus, Variant } from '@jellybrick/dbus-next';
import type { MessageBus } from '@jellybrick/dbus-next';

const watcherName = 'org.kde.StatusNotifierWatcher';
const menuInterface = 'com.canonical.dbusmenu';
const propertiesInterface = 'org.freedesktop.DBus.Properties';

/** An entry of a tray's menu, as the desktop gets it. */
export interface TrayMenuItem {
  id: number;
  label: string;
  items: TrayMenuItem[];
}

type MenuNode = [id: number, properties: Record<string, Variant | undefined>, children: Variant[]];

/** As much of a desktop's tray as a program needs to show itself there, on the real bus. */
export class TrayHost {
  readonly #bus: MessageBus;
  /** Bus names of those who are in the tray, in the order in which they came. */
  readonly #items: { name: string; path: string }[] = [];

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  static async start(): Promise<TrayHost> {
    const bus = sessionBus();
    const host = new TrayHost(bus);
    bus.addMethodHandler((message) => host.#answer(message));
    await bus.requestName(watcherName);
    return host;
  }

  get count(): number {
    return this.#items.length;
  }

  /** The words that show while the pointer rests on the latest item. */
  async toolTip(): Promise<string> {
    const [toolTip] = await this.#call(propertiesInterface, 'Get', 'ss', [
      'org.kde.StatusNotifierItem',
      'ToolTip',
    ]);
    const [, , title, text] = (toolTip as Variant<[string, unknown, string, string]>).value;
    return `${title}\n${text}`;
  }

  async menu(): Promise<TrayMenuItem[]> {
    const [, layout] = await this.#menuCall('GetLayout', 'iias', [0, -1, []]);
    return itemOf(layout as MenuNode).items;
  }

  /** Chooses from the menu, as a click would. */
  async choose(label: string): Promise<void> {
    const all = (items: TrayMenuItem[]): TrayMenuItem[] =>
      items.flatMap((item) => [item, ...all(item.items)]);
    const item = all(await this.menu()).find((candidate) => candidate.label === label);
    if (item === undefined) throw new Error(`The tray's menu has no “${label}”`);
    const event = [item.id, 'clicked', new Variant('s', ''), 0];
    await this.#menuCall('Event', 'isvu', event);
  }

  async end(): Promise<void> {
    await this.#bus.releaseName(watcherName);
    this.#bus.disconnect();
  }

  /** The watcher's side: who registers is in the tray, and somebody is there to show it. */
  #answer(message: Message): boolean {
    const { path, interface: iface, member, body } = message;
    if (path !== '/StatusNotifierWatcher') return false;
    if (iface === watcherName && member === 'RegisterStatusNotifierItem') {
      this.#items.push({ name: String(body[0]), path: '/StatusNotifierItem' });
      this.#bus.send(Message.newMethodReturn(message));
      return true;
    }
    if (iface !== propertiesInterface || member !== 'Get') return false;
    this.#bus.send(Message.newMethodReturn(message, 'v', [new Variant('b', true)]));
    return true;
  }

  async #menuCall(member: string, signature: string, body: unknown[]): Promise<unknown[]> {
    const [menu] = await this.#call(propertiesInterface, 'Get', 'ss', [
      'org.kde.StatusNotifierItem',
      'Menu',
    ]);
    const path = (menu as Variant<string>).value;
    return this.#call(menuInterface, member, signature, body, path);
  }

  async #call(
    iface: string,
    member: string,
    signature: string,
    body: unknown[],
    path = this.#latest.path,
  ): Promise<unknown[]> {
    const question = { destination: this.#latest.name, path, interface: iface, member };
    const answer = await this.#bus.call(new Message({ ...question, signature, body }));
    return answer?.body ?? [];
  }

  get #latest(): { name: string; path: string } {
    const item = this.#items.at(-1);
    if (item === undefined) throw new Error('Nothing is in the tray');
    return item;
  }
}

function itemOf([id, properties, children]: MenuNode): TrayMenuItem {
  const items = children.map((child) => itemOf(child.value as MenuNode));
  return {
    id,
    label: ((properties['label']?.value as string | undefined) ?? '').replaceAll('_', ''),
    items,
  };
}
