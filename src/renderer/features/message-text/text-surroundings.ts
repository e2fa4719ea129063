import { createContext } from 'svelte';
import type { Mentionable } from '#message-text/text-tree.ts';

/** What a message's text needs to know of where it stands. Its properties follow changes. */
export interface TextSurroundings {
  readonly ownUsername: string;
  readonly usernames: Mentionable;
  nameOf(username: string): string;
  /** Shows where a link leads before the browser goes there. */
  openLink(link: { text: string; address: string }): void;
}

export const [getTextSurroundings, setTextSurroundings] = createContext<TextSurroundings>();
