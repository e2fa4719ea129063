import type { HostingState as ServerState } from '#ipc/hosting.ts';
import type { StandbyState } from '#ipc/standby.ts';
import { call, on } from '../../lib/bridge.ts';

/** The server on this computer, if there is one, or the copy of another one's. */
export class HostingState {
  #server = $state.raw<ServerState>({ status: 'stopped' });

  #standby = $state.raw<StandbyState>({ status: 'none' });

  get standby(): StandbyState {
    return this.#standby;
  }

  get server(): ServerState {
    return this.#server;
  }

  set server(state: ServerState) {
    this.#server = state;
  }

  /** Hosting now or meant to. */
  readonly isHosting = $derived(this.#server.status !== 'stopped');

  /** Follows main; answers the function that ends it. Throws CallError. */
  async begin(): Promise<() => void> {
    let told = false;
    let toldOfStandby = false;
    const end = on('hostingChanged', (state) => {
      told = true;
      this.#server = state;
    });
    const endStandby = on('standbyChanged', (state) => {
      toldOfStandby = true;
      this.#standby = state;
    });
    const [state, standby] = await Promise.all([call('getHostingState'), call('getStandby')]);
    if (!told) this.#server = state;
    if (!toldOfStandby) this.#standby = standby;
    return () => {
      end();
      endStandby();
    };
  }
}
