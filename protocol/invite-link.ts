import { z } from 'zod';

/** What an invite link says: where a server is, which key it has, and the code that lets one in. */
export interface InviteLink {
  /** Addresses and names without the port, the likeliest first; IPv6 without brackets. */
  hosts: string[];
  port: number;
  /** Null where the server asks for none. */
  code: string | null;
  /** The server's X25519 key, 32 bytes in base64url without padding. */
  key: string;
}

/** A link that is none; the message is a sentence that may be shown. */
export class InviteLinkError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'InviteLinkError';
  }
}

/** The scheme for which the operating system opens the app. */
export const linkScheme = 'futuretalk';

const linkMaxCharacters = 2_000;
const hostsMax = 16;

const hostName = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/);
const host = z.union([hostName, z.ipv6()]);
const port = z.stringFormat('port', /^[1-9]\d{0,4}$/).transform(Number);
const code = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
// 43 characters are 258 bits: the last one has two that no key needs.
const key = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

const parts = z.strictObject({
  host: z.array(host).min(1).max(hostsMax),
  port: z.tuple([port.refine((value) => value <= 65_535)]),
  code: z.tuple([code]).optional(),
  key: z.tuple([key]),
});

const problems: Record<string, string> = {
  host: 'the address is missing or is none',
  port: 'the port is missing or is none',
  code: 'the invite code is none',
  key: 'the server’s key is missing or damaged',
};

export function buildInviteLink(link: InviteLink): string {
  const query = new URLSearchParams();
  for (const each of link.hosts.slice(0, hostsMax)) query.append('host', each);
  query.set('port', String(link.port));
  if (link.code !== null) query.set('code', link.code);
  query.set('key', link.key);
  return `${linkScheme}://join?${query.toString()}`;
}

export function isInviteLink(text: string): boolean {
  return new RegExp(`^\\s*${linkScheme}:`, 'i').test(text);
}

/**
 * Reads a link that anybody may have written: whatever is not exactly as expected is refused, so
 * that no link shows one thing and does another. @throws InviteLinkError
 */
export function parseInviteLink(text: string): InviteLink {
  const url = urlOf(text.trim());
  const given: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) (given[name] ??= []).push(value);
  const parsed = parts.safeParse(given);
  if (!parsed.success) {
    const [name] = parsed.error.issues[0]?.path ?? [];
    const problem = problems[String(name)] ?? 'it holds more than an invite does';
    throw new InviteLinkError(`This invite link cannot be used: ${problem}. Ask for a new one.`);
  }
  const { host: hosts, port: ports, code: codes, key: keys } = parsed.data;
  return { hosts, port: ports[0], code: codes?.[0] ?? null, key: keys[0] };
}

function urlOf(text: string): URL {
  const url = text.length <= linkMaxCharacters && URL.canParse(text) ? new URL(text) : null;
  const isJoin =
    url?.protocol === `${linkScheme}:` &&
    url.host === 'join' &&
    ['', '/'].includes(url.pathname) &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '';
  if (url === null || !isJoin) {
    throw new InviteLinkError(
      `This is not an invite link: one begins with ${linkScheme}://join and is copied whole.`,
    );
  }
  return url;
}
