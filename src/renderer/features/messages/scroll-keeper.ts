const nearBottomPx = 48;

/**
 * Keeps a scrolled list at its newest message while the person is there. Away from the bottom the
 * browser's scroll anchoring keeps what is in view where it is, whatever is added, taken away or
 * grows above; it does so in the midst of a movement, which setting `scrollTop` would end.
 */
export class ScrollKeeper {
  readonly #element: HTMLElement;
  #lastTop = 0;
  isAtBottom = true;
  /** The end of the list is not the newest message: nothing keeps the person there. */
  hasMoreBelow = false;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /**
   * To be called on each scroll event; answers whether the person is at the newest message. Events
   * come late: by then the list may have grown below, which is no reason to leave the bottom. Only
   * going up is.
   */
  scrolled(): boolean {
    const wasAtBottom = this.isAtBottom;
    const movedUp = this.#element.scrollTop < this.#lastTop - 1;
    this.measure();
    if (wasAtBottom && !movedUp && !this.hasMoreBelow) this.isAtBottom = true;
    return this.isAtBottom;
  }

  /** Takes the place as it is now, as after a jump; answers as `scrolled` does. */
  measure(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    this.#lastTop = scrollTop;
    const distance = scrollHeight - scrollTop - clientHeight;
    this.isAtBottom = !this.hasMoreBelow && distance < nearBottomPx;
    return this.isAtBottom;
  }

  toBottom(smooth = false): void {
    this.isAtBottom = true;
    this.#element.scrollTo({
      top: this.#element.scrollHeight,
      behavior: smooth ? 'smooth' : 'instant',
    });
  }

  /** The list or its frame has changed size. */
  resized(): void {
    if (this.isAtBottom && !this.hasMoreBelow) this.toBottom();
  }

  /**
   * To be called before something is put above. At the very top the browser anchors nothing: whoever
   * is there would find themselves before what has come.
   */
  beforeGrowingAbove(): void {
    if (!this.isAtBottom && this.#element.scrollTop < 1) this.#element.scrollTop = 1;
  }
}
