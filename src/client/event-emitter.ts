type Listener<T> = (event: T) => void;

/**
 * Typed events. A listener that throws is reported and keeps nobody else from being told: an
 * event is handed out once and cannot be asked for again.
 */
export class EventEmitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();
  readonly #reportProblem: (problem: unknown) => void;

  constructor(reportProblem: (problem: unknown) => void) {
    this.#reportProblem = reportProblem;
  }

  /** Answers the function that ends the subscription. */
  on<N extends keyof Events>(name: N, listener: Listener<Events[N]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // Wrapped, so that one function subscribed twice is two subscriptions.
    const subscription: Listener<Events[N]> = (event) => {
      listener(event);
    };
    listeners.add(subscription);
    return () => {
      listeners.delete(subscription);
    };
  }

  emit<N extends keyof Events>(name: N, event: Events[N]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as Listener<Events[N]>)(event);
      } catch (problem) {
        this.#reportProblem(problem);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
