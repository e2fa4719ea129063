/**
 * Where a horizontal arrow key leads among things in the order of reading: 1 is the next, -1 the one
 * before; undefined for every other key.
 */
export function inReadingOrder(key: string, direction: 'ltr' | 'rtl'): 1 | -1 | undefined {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  return (key === 'ArrowRight') === (direction === 'ltr') ? 1 : -1;
}
