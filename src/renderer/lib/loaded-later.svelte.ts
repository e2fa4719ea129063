import { reportError } from './report-error.ts';

interface Loading {
  begin: () => void;
}

const notYetBegun = new Set<Loading>();

/**
 * A component in a file of its own, so that the window need not read it before it shows its first
 * screen: `{@const Screen = screen.current}{#if Screen}<Screen … />{/if}`.
 */
export class LoadedLater<C> implements Loading {
  readonly #load: () => Promise<C>;
  #current = $state.raw<C | null>(null);
  #hasBegun = false;

  /** @param load a dynamic import, and the component in it */
  constructor(load: () => Promise<C>) {
    this.#load = load;
    notYetBegun.add(this);
  }

  /** Null until it has been read; asking for it begins that. */
  get current(): C | null {
    this.begin();
    return this.#current;
  }

  /** The same, for what must not begin it: a dialog that is closed. */
  get loaded(): C | null {
    return this.#current;
  }

  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    notYetBegun.delete(this);
    this.#load().then(
      (component) => {
        this.#current = component;
      },
      // The files lie beside the page: one that cannot be read is a defect, or the end.
      (error: unknown) => {
        this.#hasBegun = false;
        reportError(error);
      },
    );
  }
}

/** Reads what has not been needed yet, one after another while there is nothing else to do. */
export function loadTheRest(): void {
  const [next] = notYetBegun;
  if (next === undefined) return;
  requestIdleCallback(() => {
    next.begin();
    loadTheRest();
  });
}
