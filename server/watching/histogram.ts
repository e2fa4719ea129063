/** How often values were up to each bound, in plain numbers: what is counted often must cost nothing. */
export class Histogram {
  readonly bounds: readonly number[];
  /** One more than bounds: the last counts what is above all of them. Each counts for itself alone. */
  readonly counts: number[];
  sum = 0;

  /** @param bounds from the least up */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  count(value: number): void {
    let index = 0;
    while (value > (this.bounds[index] ?? Number.POSITIVE_INFINITY)) index += 1;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.sum += value;
  }
}
