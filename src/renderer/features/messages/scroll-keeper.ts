const nearBottomPx = 48;

/**
 * Keeps a scrolled list where the person has it: at the bottom while they are there, and otherwise
 * at the same message, whatever is added above or below.
 */
export class ScrollKeeper {
  readonly #element: HTMLElement;
  #distanceFromBottom = 0;
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
    this.#distanceFromBottom = scrollHeight - scrollTop - clientHeight;
    this.isAtBottom = !this.hasMoreBelow && this.#distanceFromBottom < nearBottomPx;
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
    if (this.isAtBottom) this.toBottom();
  }

  /** After something was put above: what was in view stays where it was. */
  restore(): void {
    const { scrollHeight, clientHeight } = this.#element;
    this.#element.scrollTop = scrollHeight - clientHeight - this.#distanceFromBottom;
  }

  /** There is nothing to scroll. */
  fits(): boolean {
    return this.#element.scrollHeight <= this.#element.clientHeight;
  }

  isNearTop(): boolean {
    return this.#element.scrollTop < this.#element.clientHeight;
  }

  isNearEnd(): boolean {
    return this.#distanceFromBottom < this.#element.clientHeight;
  }
}
