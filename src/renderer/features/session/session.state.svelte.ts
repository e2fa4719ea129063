import type { AppState } from '#ipc/app.ts';
import { call, on } from '../../lib/bridge.ts';

/** What main says about the server, the person and the connection. */
export class SessionState {
  #app = $state.raw<AppState | null>(null);
  /** The window is in front of the person. */
  focused = $state(document.hasFocus());

  /** Null until main has answered for the first time. */
  get app(): AppState | null {
    return this.#app;
  }

  /** Follows main; answers the function that ends it. Throws CallError. */
  async begin(): Promise<() => void> {
    const endings = [
      on('appStateChanged', (state) => {
        this.#app = state;
      }),
      on('windowFocusChanged', ({ focused }) => {
        this.focused = focused;
      }),
    ];
    const followFocus = () => {
      this.focused = document.hasFocus();
    };
    window.addEventListener('focus', followFocus);
    window.addEventListener('blur', followFocus);
    endings.push(() => {
      window.removeEventListener('focus', followFocus);
      window.removeEventListener('blur', followFocus);
    });
    const state = await call('getAppState');
    // An event that came first is newer than the answer.
    this.#app ??= state;
    return () => {
      for (const end of endings) end();
    };
  }

  /** The answer of a call that changed the account or the server. Throws CallError. */
  async refresh(): Promise<void> {
    this.#app = await call('getAppState');
  }
}
