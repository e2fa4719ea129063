import type { KeysState as State } from '#ipc/keys.ts';
import { call, on } from '../../lib/bridge.ts';

/** What the person has to do with keys, as main says it. */
export class KeysState {
  #current = $state.raw<State | null>(null);
  /** The person does not want to recover what is hosted here now. */
  recoveryPostponed = $state(false);
  /** What is hosted here is being opened: its screen stays until that has succeeded or failed. */
  isRecovering = $state(false);

  /** @param known what main has said already */
  constructor(known?: State) {
    if (known !== undefined) this.#current = known;
  }

  /** Null until main has answered. */
  get current(): State | null {
    return this.#current;
  }

  /** Follows main; answers the function that ends it. Throws CallError. */
  async begin(): Promise<() => void> {
    let hasChanged = false;
    const end = on('keysChanged', (state) => {
      hasChanged = true;
      this.#current = state;
    });
    const state = await call('getKeysState');
    // An event that came first is newer than the answer.
    if (!hasChanged) this.#current = state;
    return end;
  }
}
