import type { OpenedLink } from '#ipc/trust.ts';
import { InviteLinkError, isInviteLink, parseInviteLink } from '#protocol/invite-link.ts';
import type { InviteLink } from '#protocol/invite-link.ts';

/** The link among a program's arguments with which the operating system started it, if any. */
export function linkAmong(programArguments: readonly string[]): string | null {
  return programArguments.find(isInviteLink) ?? null;
}

/** What a person is shown of a link before anything is done about it. */
export function describeLink(text: string, signedInToKey: string | null): OpenedLink {
  const link = readable(text);
  const [host] = link?.hosts ?? [];
  return {
    text,
    address: link === null || host === undefined ? null : addressOf(host, link.port),
    isCurrentServer: link !== null && link.key === signedInToKey,
  };
}

function addressOf(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Null for a link that says nothing; joining by it says why. */
function readable(text: string): InviteLink | null {
  try {
    return parseInviteLink(text);
  } catch (error) {
    if (error instanceof InviteLinkError) return null;
    throw error;
  }
}
