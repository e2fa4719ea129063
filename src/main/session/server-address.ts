import { words } from '#messages/catalogue.ts';
import { LocalError } from '../local-error.ts';

const defaultPort = 8000;

/**
 * The origin of the server that a person means: `192.168.1.5`, `office`, `host:9000`, `::1`,
 * `[fe80::1]:9000` or a URL, of which the path is dropped. Port 8000 unless given, but for URLs,
 * which say what they mean. Throws CALL_INVALID.
 */
export function normaliseServerAddress(typed: string): string {
  const text = typed.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return originOf(`http://${withPort(text)}`, typed);
  if (scheme === 'http' || scheme === 'https') return originOf(text, typed);
  throw notAnAddress(typed);
}

function withPort(text: string): string {
  const [host, rest] = splitAtPath(text);
  const colons = host.split(':').length - 1;
  if (host.startsWith('['))
    return /\]:\d+$/.test(host) ? host + rest : `${host}:${defaultPort}${rest}`;
  if (colons > 1) return `[${host}]:${defaultPort}${rest}`;
  return colons === 1 ? host + rest : `${host}:${defaultPort}${rest}`;
}

function splitAtPath(text: string): [string, string] {
  const slash = text.indexOf('/');
  return slash === -1 ? [text, ''] : [text.slice(0, slash), text.slice(slash)];
}

function originOf(url: string, typed: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  // A name and password in an address are a way to make one host look like another.
  if (
    parsed === null ||
    parsed.hostname === '' ||
    parsed.username !== '' ||
    parsed.password !== ''
  ) {
    throw notAnAddress(typed);
  }
  return parsed.origin;
}

function notAnAddress(typed: string): LocalError {
  const shown = typed.length > 60 ? `${typed.slice(0, 60)}…` : typed;
  return new LocalError('CALL_INVALID', words('failure.address', { typed: shown }));
}
