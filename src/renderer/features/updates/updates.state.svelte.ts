import type { UpdateState } from '#ipc/updates.ts';
import { call, on } from '../../lib/bridge.ts';

/** Whether the server has a newer version of the app. */
export class UpdatesState {
  now = $state.raw<UpdateState>({ status: 'none' });

  /** Follows main; answers the function that ends it. Throws CallError. */
  async begin(): Promise<() => void> {
    const end = on('updateChanged', (state) => (this.now = state));
    this.now = await call('getUpdateState');
    return end;
  }
}
