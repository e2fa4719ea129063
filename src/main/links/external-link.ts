const schemes: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/**
 * A link in the form in which it may be handed to the operating system, which starts a program for
 * it; null for what must not be. Of a mail only the recipient, the subject and the text are kept:
 * some mail programs would also attach files that a link names.
 */
export function toExternalLink(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (!schemes.has(url.protocol)) return null;
  if (url.protocol !== 'mailto:') return url;
  for (const name of [...url.searchParams.keys()]) {
    if (!/^(?:subject|body)$/i.test(name)) url.searchParams.delete(name);
  }
  // Mail programs read a plus sign as one, not as a blank.
  url.search = url.search.replaceAll('+', '%20');
  return url;
}
