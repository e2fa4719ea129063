import type { linkCalls } from '#ipc/links.ts';
import type { LinkOpener } from '../links/link-opener.ts';
import type { Handlers } from './handlers.ts';

export function createLinkHandlers(links: LinkOpener): Handlers<keyof typeof linkCalls> {
  return {
    checkLink: (link) => links.check(link),
    openLink: (link) => links.open(link),
  };
}
