/** Counters that `npm run coverage` puts into the source: of one file. */
interface Counted {
  s: Record<string, number>;
  b: Record<string, number[]>;
}

/** A loop that runs five times is something else than one that runs twice; six times is the same as five. */
const buckets = 8;

/** Which statements and branches of some files an input has reached, and how often, about. */
export class BranchFeedback {
  readonly #counters: { of: number[] | Record<string, number>; at: string }[];
  readonly #seen: Uint8Array;

  /** @param within part of the paths of the files, which are loaded and counted */
  constructor(within: string) {
    const all = (globalThis as { __coverage__?: Record<string, Counted> }).__coverage__ ?? {};
    const files = Object.entries(all).filter(([file]) => file.includes(within));
    this.#counters = files.flatMap(([, { s, b }]) => [
      ...Object.keys(s).map((at) => ({ of: s, at })),
      ...Object.values(b).flatMap((of) => Object.keys(of).map((at) => ({ of, at }))),
    ]);
    if (this.#counters.length === 0) throw new Error(`nothing is counted in ${within}`);
    this.#seen = new Uint8Array(this.#counters.length * buckets);
  }

  /** Whether what ran since the last call did what nothing before it did. */
  isNew(): boolean {
    let isNew = false;
    for (const [place, { of, at }] of this.#counters.entries()) {
      const count = (of as Record<string, number>)[at] ?? 0;
      if (count === 0) continue;
      (of as Record<string, number>)[at] = 0;
      const slot = place * buckets + Math.min(buckets - 1, Math.floor(Math.log2(count)));
      if (this.#seen[slot] === 1) continue;
      this.#seen[slot] = 1;
      isNew = true;
    }
    return isNew;
  }
}
