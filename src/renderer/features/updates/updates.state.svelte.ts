import type { UpdateState } from '#ipc/updates.ts';
import { call, on } from '../../lib/bridge.ts';

/** Whether the server has a newer version of the app. */
export class UpdatesState {
  now = $state.raw<UpdateState>({ status: 'none' });
  readonly isReady = $derived(this.now.status === 'ready');

  /** Follows main; answers the function that ends it. Throws CallError. */
  async begin(): Promise<() => void> {
    const end = on('updateChanged', (state) => (this.now = state));
    await this.look();
    return end;
  }

  /** Asks the server again. Throws CallError. */
  async look(): Promise<void> {
    this.now = await call('getUpdateState');
  }
}
