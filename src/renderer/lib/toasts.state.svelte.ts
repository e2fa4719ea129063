export interface Toast {
  id: number;
  kind: 'error' | 'notice';
  text: string;
}

const visibleForMs = 6_000;
const visibleMax = 3;

/** Short notes at the edge of the window, gone by themselves after a few seconds. */
export class ToastsState {
  list = $state.raw<Toast[]>([]);
  #lastId = 0;

  show(toast: Omit<Toast, 'id'>): void {
    const id = ++this.#lastId;
    // The same note again replaces the first: a failure that repeats must not fill the window.
    const others = this.list.filter((shown) => shown.text !== toast.text);
    this.list = [...others, { ...toast, id }].slice(-visibleMax);
    setTimeout(() => this.dismiss(id), visibleForMs);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new ToastsState();
