import type { HostingState as ServerState } from '#ipc/hosting.ts';
import { call, on } from '../../lib/bridge.ts';

/** The server on this computer, if there is one. */
export class HostingState {
  #server = $state.raw<ServerState>({ status: 'stopped' });

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
    const end = on('hostingChanged', (state) => {
      told = true;
      this.#server = state;
    });
    const state = await call('getHostingState');
    if (!told) this.#server = state;
    return end;
  }
}
