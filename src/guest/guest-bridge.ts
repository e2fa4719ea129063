import type { Bridge, BridgeEventName } from '#ipc/index.ts';
import type { CallRouter } from '../main/ipc/call-router.ts';
import type { SendEvent } from '../main/ipc/events.ts';
import type { GuestFiles } from './guest-files.ts';

type Listener = (event: never) => void;

/** What stands for the main process. */
export interface Guest {
  router: CallRouter;
  /** What the person gives to the page, and what it shows. */
  files: GuestFiles;
  /** The tab closes: what is to be said has to be said at once. */
  leave: () => void;
}

/**
 * The page's calls and events with no main process behind them. What goes over is copied, as on the way
 * to main: neither side changes what the other holds.
 */
export class GuestBridge implements Bridge {
  readonly #guest: Promise<Guest>;
  readonly #listeners = new Map<BridgeEventName, Set<Listener>>();

  /** @param begin is given how to tell the page of events */
  constructor(begin: (send: SendEvent) => Promise<Guest>) {
    this.#guest = begin((name, event) => {
      for (const listener of this.#listeners.get(name) ?? []) {
        listener(structuredClone(event) as never);
      }
    });
  }

  leave(): void {
    void this.#guest.then(({ leave }) => {
      leave();
    });
  }

  // The router holds each answer to the call's own type, which nothing else can follow.
  readonly call = (async (name: string, argument?: unknown) => {
    const { router } = await this.#guest;
    return structuredClone(await router(true, name, argument));
  }) as Bridge['call'];

  readonly addFile: Bridge['addFile'] = async (file) => {
    const { files } = await this.#guest;
    return { ok: true, value: files.add(file.name, file) };
  };

  readonly fileAddress: Bridge['fileAddress'] = async (source) => {
    const { files } = await this.#guest;
    return files.addressOf(source);
  };

  readonly on: Bridge['on'] = (name, listener) => {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
}
