import type { MessageId } from '#protocol/identifiers.ts';

const batchMs = 200;
const batchMax = 200;
const visibleShare = 0.5;

interface Options {
  isFocused: () => boolean;
  /** Answers false when it failed; the messages are then offered again. */
  markRead: (ids: MessageId[]) => Promise<boolean>;
}

/**
 * Read means seen: half of the message (or as much of it as fills half of the list) has been in
 * view while the window was in front.
 */
export class ReadTracker {
  readonly #options: Options;
  readonly #observer: IntersectionObserver;
  readonly #idOf = new WeakMap<Element, MessageId>();
  readonly #inView = new Set<MessageId>();
  readonly #done = new Set<MessageId>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: Element, options: Options) {
    this.#options = options;
    this.#observer = new IntersectionObserver((changes) => this.#changed(changes), {
      root,
      threshold: [0, 0.1, 0.2, 0.3, 0.4, visibleShare, 0.75, 1],
    });
  }

  /** Watches an unread message's element; answers the function that ends it. */
  watch(element: Element, id: MessageId): () => void {
    this.#idOf.set(element, id);
    this.#observer.observe(element);
    return () => {
      this.#observer.unobserve(element);
      this.#inView.delete(id);
    };
  }

  /** To be called when the window comes to the front, or the connection is back. */
  flush(): void {
    if (this.#timer === undefined && this.#inView.size > 0) {
      this.#timer = setTimeout(() => void this.#send(), batchMs);
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#observer.disconnect();
  }

  #changed(changes: IntersectionObserverEntry[]): void {
    for (const change of changes) {
      const id = this.#idOf.get(change.target);
      if (id === undefined) continue;
      const rootHeight = change.rootBounds?.height ?? Infinity;
      const isSeen =
        change.intersectionRatio >= visibleShare ||
        change.intersectionRect.height >= rootHeight * visibleShare;
      if (isSeen) this.#inView.add(id);
      else this.#inView.delete(id);
    }
    this.flush();
  }

  async #send(): Promise<void> {
    this.#timer = undefined;
    if (!this.#options.isFocused()) return;
    const ids = [...this.#inView].filter((id) => !this.#done.has(id)).slice(0, batchMax);
    if (ids.length === 0) return;
    for (const id of ids) this.#done.add(id);
    if (await this.#options.markRead(ids)) return;
    for (const id of ids) this.#done.delete(id);
  }
}
