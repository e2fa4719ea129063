import type { LanState } from '#ipc/lan.ts';
import type { Log } from '../logging/log.ts';
import { LanBrowser } from './browse.ts';
import type { Browsing } from './browse.ts';

export interface LanWatchDependencies {
  /** Whether the app has been joined to a server with this key, in base64url. */
  isKnown: (publicKey: string) => boolean;
  onChanged: (state: LanState) => void;
  log: Log;
}

/** Looks for servers for as long as somebody looks at the list. */
export class LanWatch {
  readonly #dependencies: LanWatchDependencies;
  #browser: LanBrowser | null = null;

  constructor(dependencies: LanWatchDependencies) {
    this.#dependencies = dependencies;
  }

  /** Begins, unless it has begun. */
  start(): LanState {
    const { onChanged, log } = this.#dependencies;
    this.#browser ??= new LanBrowser((browsing) => {
      onChanged(this.#describe(browsing));
    }, log);
    return this.#describe(this.#browser.browsing);
  }

  stop(): void {
    this.#browser?.close();
    this.#browser = null;
  }

  #describe({ servers, tried }: Browsing): LanState {
    return {
      servers: servers.map(({ instance, publicKey, name, addresses, port, fingerprint }) => ({
        id: instance,
        name,
        addresses,
        port,
        publicKey,
        fingerprint,
        known: this.#dependencies.isKnown(publicKey),
      })),
      tried,
    };
  }
}
