const focusable =
  'button:not(:disabled), a[href], input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex="0"]';
/** What opens above the window, and gives the keyboard back to what opened it. */
const layer = '[role=dialog], [role=alertdialog], [role=menu]';

/**
 * When what has the keyboard goes away — a request that was answered, a row that was deleted, a button
 * that cannot be pressed any more — the keyboard would be nowhere. It goes to the nearest place that is
 * still there instead; from a dialog or a menu, to where it was before that opened. Answers the function
 * that ends it.
 */
export function keepFocus(): () => void {
  /** What had it last, and all around that. */
  let path: Element[] = [];
  /** The same for what had it last beneath dialogs and menus. */
  let pathBeneath: Element[] = [];
  let isWaiting = false;

  const remember = ({ target }: FocusEvent) => {
    path = [];
    for (let at = target as Element | null; at !== null; at = at.parentElement) path.push(at);
    if (!isInLayer(path)) pathBeneath = path;
  };
  const look = () => {
    isWaiting = false;
    const [last] = path;
    if (document.activeElement !== document.body || last === undefined || isThere(last)) return;
    const isLayerOpen = document.querySelector(layer) !== null;
    nearestTo(isInLayer(path) && !isLayerOpen ? pathBeneath : path)?.focus({ preventScroll: true });
  };
  const lookSoon = () => {
    if (isWaiting) return;
    isWaiting = true;
    // Whoever took it away may have a better place for it, and comes first.
    requestAnimationFrame(() => requestAnimationFrame(look));
  };
  const observer = new MutationObserver(() => {
    if (path[0] !== undefined && !(path[0].isConnected && isEnabled(path[0]))) lookSoon();
  });
  /** What is only hidden, as the list is in a narrow window, gives the keyboard to nobody. */
  const left = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget === null) lookSoon();
  };

  document.addEventListener('focusin', remember);
  document.addEventListener('focusout', left);
  observer.observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ['disabled'],
  });
  return () => {
    document.removeEventListener('focusin', remember);
    document.removeEventListener('focusout', left);
    observer.disconnect();
  };
}

function isInLayer(path: readonly Element[]): boolean {
  return path.some((element) => element.matches(layer));
}

function isEnabled(element: Element): boolean {
  return !element.matches(':disabled');
}

function isThere(element: Element): boolean {
  return (
    element.isConnected &&
    isEnabled(element) &&
    element.checkVisibility({ visibilityProperty: true })
  );
}

function nearestTo(path: readonly Element[]): HTMLElement | undefined {
  const [last] = path;
  if (last instanceof HTMLElement && isThere(last)) return last;
  for (const around of path) {
    if (!around.isConnected) continue;
    const inside = [...around.querySelectorAll<HTMLElement>(focusable)];
    // Of a list or of tabs only the one that is their stop: another tab would open by it.
    const found = inside.find((element) => element.tabIndex >= 0 && isThere(element));
    if (found) return found;
  }
  return undefined;
}
