/**
 * A name as search compares it: letters that look the same are the same, in any case. Composed and
 * decomposed accents are one (NFKC), and so are both small sigmas, which case mapping tells apart.
 */
export function searchKey(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
}
