import { Message, sessionBus } from '@jellybrick/dbus-next';
import type { MessageBus } from '@jellybrick/dbus-next';
import type { Log } from '../logging/log.ts';

/** An object of another program on the bus, and one of its interfaces. */
export interface BusObject {
  name: string;
  path: string;
  interface: string;
}

export interface SessionBus {
  /** Throws what the other program answers. */
  call(object: BusObject, member: string, signature?: string, body?: unknown[]): Promise<unknown[]>;
  /** Signals of an interface, from whichever program. */
  onSignal(
    iface: string,
    listener: (member: string, body: readonly unknown[]) => void,
  ): Promise<void>;
  /** Tells everybody who listens. */
  emit(path: string, iface: string, member: string, signature: string, body: unknown[]): void;
  hasOwner(name: string): Promise<boolean>;
  /** Calls when a program takes the name or lets go of it. */
  onOwnerChanged(name: string, listener: (hasOwner: boolean) => void): Promise<void>;
}

const busDaemon: BusObject = {
  name: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};
const connectWithinMs = 3_000;

/**
 * The bus of the person's session on Linux, over which desktops show notifications and trays; null
 * where there is none, as on the other systems.
 */
export async function connectSessionBus(log: Log): Promise<SessionBus | null> {
  if (process.platform !== 'linux' || process.env.DBUS_SESSION_BUS_ADDRESS === undefined) {
    return null;
  }
  try {
    const bus = await connect(log);
    return overBus(bus);
  } catch (error) {
    log.warn('The session bus cannot be used', error);
    return null;
  }
}

function connect(log: Log): Promise<MessageBus> {
  const bus = sessionBus();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('the session bus does not answer'));
    }, connectWithinMs);
    bus.on('connect', () => {
      clearTimeout(timer);
      resolve(bus);
    });
    // Not among the library's typed events, and fatal when nobody listens.
    (bus as NodeJS.EventEmitter).on('error', (error: unknown) => {
      log.warn('The session bus is gone', error);
      clearTimeout(timer);
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

function overBus(bus: MessageBus): SessionBus {
  const call: SessionBus['call'] = async (object, member, signature = '', body = []) => {
    const { name: destination, path, interface: iface } = object;
    const question = { destination, path, interface: iface, member, signature, body };
    return (await bus.call(new Message(question)))?.body ?? [];
  };
  const addMatch = (rule: string) => call(busDaemon, 'AddMatch', 's', [rule]);
  return {
    call,
    onSignal: async (iface, listener) => {
      bus.on('message', (message) => {
        if (message.interface === iface) listener(message.member, message.body);
      });
      await addMatch(`type='signal',interface='${iface}'`);
    },
    emit: (path, iface, member, signature, body) => {
      bus.send(Message.newSignal(path, iface, member, signature, body));
    },
    hasOwner: async (name) => (await call(busDaemon, 'NameHasOwner', 's', [name]))[0] === true,
    onOwnerChanged: async (name, listener) => {
      bus.on('message', ({ member, body }) => {
        if (member === 'NameOwnerChanged' && body[0] === name) listener(body[2] !== '');
      });
      await addMatch(`type='signal',interface='${busDaemon.interface}',arg0='${name}'`);
    },
  };
}
