import { createContext } from 'svelte';
import { AppearanceState } from '../features/appearance/appearance.state.svelte.ts';
import { HostingState } from '../features/hosting/hosting.state.svelte.ts';
import { KeysState } from '../features/keys/keys.state.svelte.ts';
import { SessionState } from '../features/session/session.state.svelte.ts';

/** What the app knows whether or not somebody is signed in. */
export class AppStates {
  readonly appearance = new AppearanceState();
  readonly session = new SessionState();
  readonly hosting = new HostingState();
  readonly keys = new KeysState();
}

export const [getApp, setApp] = createContext<AppStates>();
