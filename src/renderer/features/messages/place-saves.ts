import type { ReadingPlace } from '#ipc/place.ts';
import { call } from '../../lib/bridge.ts';
import { attempt, ignoreShownInPlace } from '../../lib/report-error.ts';

/** Scrolling goes on for a while. */
const savedAfterMs = 1_000;

/** Has main keep where the person is, so that the app begins there the next time. */
export class PlaceSaves {
  readonly #current: () => ReadingPlace | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Until something was open there is nothing to forget. */
  #saved = 'null';

  constructor(current: () => ReadingPlace | null) {
    this.#current = current;
  }

  /** The app has begun at what was kept: leaving it is a change, however soon. */
  wentBack(place: ReadingPlace): void {
    this.#saved = JSON.stringify(place);
  }

  /** Another conversation is open, or another part of it is in view. */
  changed(): void {
    this.#timer ??= setTimeout(() => this.save(), savedAfterMs);
  }

  /** Somebody else may be signed in by the time that it would be saved. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /** At once, as before the window goes. */
  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const place = this.#current();
    const text = JSON.stringify(place);
    if (text === this.#saved) return;
    this.#saved = text;
    // The next place is kept, or the app begins elsewhere: no trouble to the person.
    void attempt(() => call('setReadingPlace', place), ignoreShownInPlace);
  }
}
