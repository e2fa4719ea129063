import type { AppState } from '#ipc/app.ts';
import { LanBrowser } from '../lan/browse.ts';
import type { Browsing } from '../lan/browse.ts';
import type { Log } from '../logging/log.ts';

interface Looking {
  close(): void;
}

export interface LanFollowerDependencies {
  state: () => AppState;
  /** The newest server with a key that was met. */
  epochOf: (publicKey: string) => number;
  follow: (moved: { addresses: string[]; epoch: number }) => Promise<boolean>;
  /** Begins to listen to what servers say of themselves on the network. */
  look: (onHeard: (browsing: Pick<Browsing, 'servers'>) => void) => Looking;
  log: Log;
}

/**
 * While the app's server does not answer, listens whether one with its key is heard at another
 * address: it may have moved when nobody could be told. What is heard proves nothing; who is found
 * there has to have the key, and not be behind one that was met before.
 */
export class LanFollower {
  readonly #dependencies: LanFollowerDependencies;
  #looking: Looking | null = null;
  #isFollowing = false;

  constructor(dependencies: LanFollowerDependencies) {
    this.#dependencies = dependencies;
  }

  stateChanged(): void {
    const { connection, server } = this.#dependencies.state();
    // While it tries again it may go on for long: from the first failure until it is back.
    const isLost = connection.status === 'waiting' && server !== null && !server.hostedHere;
    const isOver = connection.status === 'online' || connection.status === 'offline';
    if (isLost) this.#looking ??= this.#dependencies.look(this.#heard.bind(this));
    else if (isOver) this.stop();
  }

  stop(): void {
    this.#looking?.close();
    this.#looking = null;
  }

  #heard({ servers }: Pick<Browsing, 'servers'>): void {
    const { server, connection } = this.#dependencies.state();
    if (server === null || connection.status === 'online' || this.#isFollowing) return;
    const { public_key: key } = server.information;
    const addresses = servers
      .filter(({ publicKey }) => publicKey === key)
      .flatMap(({ addresses: hosts, port }) => hosts.map((host) => `${host}:${port}`))
      .filter((address) => `http://${address}` !== server.url);
    if (addresses.length > 0) void this.#follow(addresses, key);
  }

  async #follow(addresses: string[], key: string): Promise<void> {
    const { epochOf, follow, log } = this.#dependencies;
    this.#isFollowing = true;
    try {
      await follow({ addresses, epoch: epochOf(key) });
    } catch (error) {
      log.error('The server could not be followed', error);
    } finally {
      this.#isFollowing = false;
    }
  }
}

export function lookOnLan(log: Log): LanFollowerDependencies['look'] {
  return (onHeard) => new LanBrowser(onHeard, log);
}
