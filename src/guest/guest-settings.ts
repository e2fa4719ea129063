import { settings } from '../main/settings.ts';
import type { Settings } from '../main/settings.ts';

/** What a page remembers of the person's choices: as long as it is open. */
export class GuestSettings {
  #current: Settings = {
    ...settings.parse({}),
    // A page hosts nothing, and is gone once it is closed: of neither there is anything to tell.
    recoveryKeyKept: true,
    toldOfStaying: true,
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
