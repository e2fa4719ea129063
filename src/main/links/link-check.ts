import type { LinkCheck, LinkWarning } from '#ipc/links.ts';
import { looksLikeAnother } from './lookalike-names.ts';

interface ShownLink {
  url: URL;
  /** What stood in the message. */
  text: string;
}

/** A host's name as people write it, from how it stands in an address (punycode). */
export type ToUnicode = (host: string) => string;

/** What a person should know before a link is opened. */
export function checkLink(
  { url, text }: ShownLink,
  trustedSites: readonly string[],
  toUnicode: ToUnicode,
): LinkCheck {
  const name = toUnicode(url.hostname);
  const warnings = warningsOf(url, text, name);
  const isMail = url.protocol === 'mailto:';
  return {
    address: url.href,
    kind: isMail ? 'mail' : 'web',
    site: isMail ? decoded(url.pathname) : siteOf(url, name),
    warnings,
    isTrusted: !isMail && warnings.length === 0 && trustedSites.includes(url.hostname),
  };
}

/** The host as people write it, unless it could then be taken for another: then as computers do. */
function siteOf(url: URL, name: string): string {
  return looksLikeAnother(name) || name === '' ? url.host : withPort(name, url.port);
}

function warningsOf(url: URL, text: string, name: string): LinkWarning[] {
  const warnings: LinkWarning[] = [];
  const named = addressIn(text);
  if (named !== null && !leadsTo(named, url)) warnings.push('otherSiteNamed');
  if (looksLikeAnother(name)) warnings.push('lookalikeName');
  if (url.username !== '' || url.password !== '') warnings.push('nameBeforeSite');
  return warnings;
}

/** The address that a text names, where it names one; schemes may be left out. */
function addressIn(text: string): URL | null {
  const [written] = /(?:https?:\/\/|mailto:|www\.)\S+/i.exec(text) ?? [];
  const word = written ?? (/^\S+\.\p{L}{2,}(?:[:/]\S*)?$/u.test(text.trim()) ? text.trim() : '');
  if (word === '') return null;
  const address = /^(?:https?:|mailto:)/i.test(word) ? word : `https://${word}`;
  return URL.canParse(address) ? new URL(address) : null;
}

function leadsTo(named: URL, url: URL): boolean {
  if (url.protocol === 'mailto:' || named.protocol === 'mailto:') {
    const mailbox = `${named.username}@${named.hostname}`;
    return decoded(url.pathname) === decoded(named.pathname) || url.pathname === mailbox;
  }
  const bare = (host: string) => host.replace(/^www\./, '');
  return bare(named.hostname) === bare(url.hostname);
}

function withPort(name: string, port: string): string {
  return port === '' ? name : `${name}:${port}`;
}

function decoded(pathname: string): string {
  // A broken escape is shown as it is.
  return /^(?:[^%]|%[0-7][0-9a-f])*$/i.test(pathname) ? decodeURIComponent(pathname) : pathname;
}
