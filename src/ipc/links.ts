import { z } from 'zod';
import { defineCall } from './call.ts';

/** Why a link may not lead where it seems to. */
export type LinkWarning =
  /** Its text names another address. */
  | 'otherSiteNamed'
  /** The site's name mixes scripts, or is written in letters that look like Latin ones. */
  | 'lookalikeName'
  /** Something that may look like a site stands before the site: `https://bank.example@elsewhere`. */
  | 'nameBeforeSite';

export interface LinkCheck {
  /** As it would be opened. */
  address: string;
  kind: 'web' | 'mail';
  /** The host, in punycode where it could be taken for another; of a mail, who gets it. */
  site: string;
  warnings: LinkWarning[];
  /** The person has said not to be asked again, and nothing warns. */
  isTrusted: boolean;
}

/** A link of a message: its address, and the text that stood there. */
const shownLink = { address: z.string().max(10_000), text: z.string().max(10_000) };

export const linkCalls = {
  /** Null for what is never opened: anything but http, https and mailto. */
  checkLink: defineCall<LinkCheck | null>()(z.object(shownLink)),
  /** Hands it to the person's browser or mail program; `trustSite` asks no more for its site. */
  openLink: defineCall<void>()(z.object({ ...shownLink, trustSite: z.boolean().default(false) })),
};
