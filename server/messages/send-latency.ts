const samplesKept = 2_048;

/** How long sends take from request to commit, over the latest of them. */
export class SendLatency {
  readonly #samplesMs = new Float64Array(samplesKept);
  #count = 0;

  record(durationMs: number): void {
    this.#samplesMs[this.#count % samplesKept] = durationMs;
    this.#count += 1;
  }

  /** Sends that were committed. */
  get count(): number {
    return this.#count;
  }

  /** Milliseconds; null before the first send. */
  percentiles(): { p50: number | null; p99: number | null } {
    const known = this.#samplesMs.slice(0, Math.min(this.#count, samplesKept)).sort();
    const at = (share: number) => known[Math.floor((known.length - 1) * share)] ?? null;
    return { p50: at(0.5), p99: at(0.99) };
  }
}
