import type { AppState } from '#ipc/app.ts';
import { call, on } from '../../lib/bridge.ts';

/** What main says about the server, the person and the connection. */
export class SessionState {
  #app = $state.raw<AppState | null>(null);
  /** The server on which somebody was signed in last, since the app began. */
  #signedInAt: string | null = null;
  /** The window is in front of the person. */
  focused = $state(document.hasFocus());

  /** @param known what main has said already */
  constructor(known?: AppState) {
    if (known !== undefined) this.#show(known);
  }

  /** Null until main has answered for the first time. */
  get app(): AppState | null {
    return this.#app;
  }

  get isOnline(): boolean {
    return this.#app?.connection.status === 'online';
  }

  /** Whoever was signed in there has an account, and wants to sign in and not up. */
  wasSignedInAt(serverUrl: string): boolean {
    return this.#signedInAt === serverUrl;
  }

  /** Follows main; answers the function that ends it. Throws CallError. */
  async begin(): Promise<() => void> {
    let hasChanged = false;
    const endings = [
      on('appStateChanged', (state) => {
        hasChanged = true;
        this.#show(state);
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
    if (!hasChanged) this.#show(state);
    return () => {
      for (const end of endings) end();
    };
  }

  /** The answer of a call that changed the account or the server. Throws CallError. */
  async refresh(): Promise<void> {
    this.#show(await call('getAppState'));
  }

  #show(state: AppState): void {
    this.#app = state;
    if (state.account !== null) this.#signedInAt = state.server?.url ?? null;
  }
}
