const focusable =
  'button:not(:disabled), a[href], input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex="0"]';

/**
 * When what has the keyboard goes away — a request that was answered, a row that was deleted — the
 * keyboard would be nowhere. It goes to the nearest place that is still there instead. Answers the
 * function that ends it.
 */
export function keepFocus(): () => void {
  /** What had it last, and all around that. */
  let path: Element[] = [];
  let isWaiting = false;

  const remember = ({ target }: FocusEvent) => {
    path = [];
    for (let at = target as Element | null; at !== null; at = at.parentElement) path.push(at);
  };
  const look = () => {
    isWaiting = false;
    const [last] = path;
    if (document.activeElement !== document.body || last === undefined || isShown(last)) return;
    nearestTo(path)?.focus({ preventScroll: true });
  };
  const lookSoon = () => {
    if (isWaiting) return;
    isWaiting = true;
    // Whoever took it away may have a better place for it, and comes first.
    requestAnimationFrame(() => requestAnimationFrame(look));
  };
  const observer = new MutationObserver(() => {
    if (path[0] !== undefined && !path[0].isConnected) lookSoon();
  });
  /** What is only hidden, as the list is in a narrow window, gives the keyboard to nobody. */
  const left = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget === null) lookSoon();
  };

  document.addEventListener('focusin', remember);
  document.addEventListener('focusout', left);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', remember);
    document.removeEventListener('focusout', left);
    observer.disconnect();
  };
}

function isShown(element: Element): boolean {
  return element.isConnected && element.checkVisibility({ visibilityProperty: true });
}

function nearestTo(path: readonly Element[]): HTMLElement | undefined {
  for (const around of path) {
    if (!around.isConnected) continue;
    const found = [...around.querySelectorAll<HTMLElement>(focusable)].find(isShown);
    if (found) return found;
  }
  return undefined;
}
