/** Whether a link may be handed to the operating system, which would start a program for it. */
export function isExternalLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'https:' || protocol === 'http:';
}
