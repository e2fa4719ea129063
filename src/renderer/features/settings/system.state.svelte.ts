import type { SystemChoices, SystemState as Now } from '#ipc/system.ts';
import { call, on } from '../../lib/bridge.ts';

/** How the app behaves on this computer. */
export class SystemState {
  now = $state.raw<Now | null>(null);

  /** Follows main; answers the function that ends it. Throws CallError. */
  async begin(): Promise<() => void> {
    const end = on('systemChanged', (state) => (this.now = state));
    this.now = await call('getSystemState');
    return end;
  }

  async change(changed: Partial<SystemChoices>): Promise<void> {
    this.now = await call('changeSystem', changed);
  }
}
