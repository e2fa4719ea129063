import { createContext } from 'svelte';
import type { Opening } from '#ipc/opening.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { AppearanceState } from '../features/appearance/appearance.state.svelte.ts';
import { HostingState } from '../features/hosting/hosting.state.svelte.ts';
import { KeysState } from '../features/keys/keys.state.svelte.ts';
import { SessionState } from '../features/session/session.state.svelte.ts';
import { UpdatesState } from '../features/updates/updates.state.svelte.ts';

/** What the app knows whether or not somebody is signed in. */
export class AppStates {
  readonly appearance: AppearanceState;
  readonly session: SessionState;
  readonly hosting = new HostingState();
  readonly updates = new UpdatesState();
  readonly keys: KeysState;
  #opening: Opening | null;

  constructor(opening: Opening | null = null) {
    this.#opening = opening;
    this.appearance = new AppearanceState(opening?.appearance);
    this.session = new SessionState(opening?.app);
    this.keys = new KeysState(opening?.keys);
  }

  /** The list that the window opens with, once; later it would be out of date. */
  takeFirstConversations(): Conversation[] | null {
    const conversations = this.#opening?.conversations ?? null;
    this.#opening = null;
    return conversations;
  }
}

export const [getApp, setApp] = createContext<AppStates>();
