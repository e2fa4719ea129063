/** Rows are told from separators and notes by their entry's key. */
export const rowSelector = '[data-key]';

/** Where rows are, in pixels from the upper edge of what is in view. */
export class RowGeometry {
  readonly rows: readonly HTMLElement[];
  readonly height: number;
  readonly #content: HTMLElement;
  readonly #top: number;

  constructor(scroller: HTMLElement, content: HTMLElement) {
    this.#content = content;
    this.rows = [...content.querySelectorAll<HTMLElement>(rowSelector)];
    this.height = scroller.clientHeight;
    this.#top = scroller.getBoundingClientRect().top;
  }

  /** How much of the list stands above what is in view. */
  get above(): number {
    return -this.#topOf(this.rows[0]);
  }

  get below(): number {
    return this.#bottomOf(this.rows.at(-1)) - this.height;
  }

  /** Index of the first row that ends below a height. */
  firstBelow(height: number): number {
    let first = 0;
    let last = this.rows.length;
    while (first < last) {
      const middle = Math.floor((first + last) / 2);
      if (this.#bottomOf(this.rows[middle]) > height) last = middle;
      else first = middle + 1;
    }
    return first;
  }

  /** The uppermost message in view, and how far from the edge it begins. */
  uppermost(): { key: string; offsetPx: number } | null {
    const row = this.rows[this.firstBelow(0)];
    const key = row?.dataset.key;
    return key === undefined ? null : { key, offsetPx: this.#topOf(row) };
  }

  /** Whether the separator of the day that begins with a row is in view. */
  showsDayOf(key: string): boolean {
    const day = this.#content.querySelector<HTMLElement>(`[data-day="${CSS.escape(key)}"]`);
    return day !== null && this.#topOf(day) >= 0;
  }

  /** The first row that is in view as a whole; one higher than the view counts where it begins in it. */
  firstWhole(): HTMLElement | undefined {
    const inView = this.#inView();
    return inView.find((row) => this.#topOf(row) >= -1) ?? inView[0];
  }

  lastWhole(): HTMLElement | undefined {
    const inView = this.#inView();
    return inView.findLast((row) => this.#bottomOf(row) <= this.height + 1) ?? inView.at(-1);
  }

  #inView(): readonly HTMLElement[] {
    return this.rows.slice(this.firstBelow(0), this.firstBelow(this.height) + 1);
  }

  #topOf(row: HTMLElement | undefined): number {
    return row === undefined ? 0 : row.getBoundingClientRect().top - this.#top;
  }

  #bottomOf(row: HTMLElement | undefined): number {
    return row === undefined ? 0 : row.getBoundingClientRect().bottom - this.#top;
  }
}
