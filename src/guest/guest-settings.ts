import type { Settings } from '../main/settings-file.ts';

/** What a page remembers of the person's choices: as long as it is open. */
export class GuestSettings {
  #current: Settings = {
    hosting: null,
    server: null,
    knownServers: [],
    appearance: { theme: 'system', contrast: 'system', density: 'comfortable' },
    emoji: { recent: [], skinTone: 0 },
    trustedSites: [],
    recoveryKeyKept: true,
    windowPlace: null,
    system: {},
    toldOfStaying: true,
    language: null,
  };

  get current(): Readonly<Settings> {
    return this.#current;
  }

  /** There is one server only: the one that has served the page. */
  async choose(): Promise<void> {
    // It is found again with the page.
  }

  async change(part: Partial<Settings>): Promise<void> {
    this.#current = { ...this.#current, ...part };
  }
}
