import { createContext } from 'svelte';

/** Whether the message is the one that the keyboard is at: only then Tab goes into it. */
export interface RowFocus {
  readonly isCurrent: boolean;
}

export const [getRowFocus, setRowFocus] = createContext<RowFocus>();
