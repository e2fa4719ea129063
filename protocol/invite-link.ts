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

/** What is wrong with a link: it is none at all, a part is, or it holds too much. */
export type InviteLinkProblem = 'link' | 'host' | 'port' | 'code' | 'key' | 'excess';

/** A link that is none; the message says in English what `problem` says to programs. */
export class InviteLinkError extends Error {
  readonly problem: InviteLinkProblem;

  constructor(problem: InviteLinkProblem, sentence: string) {
    super(sentence);
    this.name = 'InviteLinkError';
    this.problem = problem;
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

const problems: Record<Exclude<InviteLinkProblem, 'link'>, string> = {
  host: 'the address is missing or is none',
  port: 'the port is missing or is none',
  code: 'the invite code is missing or is none',
  key: 'the server’s key is missing or damaged',
  excess: 'it holds more than an invite does',
};

export function buildInviteLink(link: InviteLink): string {
  return build('join', link);
}

/** By which another computer takes a server over: as an invite, but its code opens everything. */
export function buildMoveLink(link: InviteLink & { code: string }): string {
  return build('move', link);
}

type Purpose = 'join' | 'move';

function build(purpose: Purpose, link: InviteLink): string {
  const query = new URLSearchParams();
  for (const each of link.hosts.slice(0, hostsMax)) query.append('host', each);
  query.set('port', String(link.port));
  if (link.code !== null) query.set('code', link.code);
  query.set('key', link.key);
  return `${linkScheme}://${purpose}?${query.toString()}`;
}

export function isInviteLink(text: string): boolean {
  return new RegExp(`^\\s*${linkScheme}:`, 'i').test(text);
}

/**
 * Reads a link that anybody may have written: whatever is not exactly as expected is refused, so
 * that no link shows one thing and does another. @throws InviteLinkError
 */
export function parseInviteLink(text: string): InviteLink {
  return parse('join', text);
}

/** The same for a link by which a server is taken over. @throws InviteLinkError */
export function parseMoveLink(text: string): InviteLink & { code: string } {
  const link = parse('move', text);
  if (link.code !== null) return { ...link, code: link.code };
  throw unusable('code');
}

function parse(purpose: Purpose, text: string): InviteLink {
  const url = urlOf(text.trim(), purpose);
  const given: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) (given[name] ??= []).push(value);
  const parsed = parts.safeParse(given);
  if (!parsed.success) {
    const [name] = parsed.error.issues[0]?.path ?? [];
    throw unusable(isPart(name) ? name : 'excess');
  }
  const { host: hosts, port: ports, code: codes, key: keys } = parsed.data;
  return { hosts, port: ports[0], code: codes?.[0] ?? null, key: keys[0] };
}

function unusable(problem: keyof typeof problems): InviteLinkError {
  const sentence = `This link cannot be used: ${problems[problem]}. Ask for a new one.`;
  return new InviteLinkError(problem, sentence);
}

function isPart(name: unknown): name is keyof typeof parts.shape {
  return typeof name === 'string' && Object.hasOwn(parts.shape, name);
}

function urlOf(text: string, purpose: Purpose): URL {
  const url = text.length <= linkMaxCharacters && URL.canParse(text) ? new URL(text) : null;
  const isMeant =
    url?.protocol === `${linkScheme}:` &&
    url.host === purpose &&
    ['', '/'].includes(url.pathname) &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '';
  if (url === null || !isMeant) {
    throw new InviteLinkError(
      'link',
      `This is not ${purpose === 'join' ? 'an invite link' : 'a link to move a server'}: one begins with ${linkScheme}://${purpose} and is copied whole.`,
    );
  }
  return url;
}
