import type { LinkCheck } from '#ipc/links.ts';
import { words } from '#messages/catalogue.ts';
import { LocalError } from '../local-error.ts';
import type { SettingsFile } from '../settings-file.ts';
import { toExternalLink } from './external-link.ts';
import { checkLink } from './link-check.ts';
import type { ToUnicode } from './link-check.ts';

/** More sites than anybody says yes to; the oldest make room. */
const trustedSitesMax = 500;

interface LinkOpenerDependencies {
  settings: Pick<SettingsFile, 'current' | 'change'>;
  /** Hands an address to the operating system. */
  openExternal: (address: string) => Promise<void>;
  toUnicode: ToUnicode;
}

/** Links of messages on their way to the person's browser or mail program. */
export class LinkOpener {
  readonly #dependencies: LinkOpenerDependencies;

  constructor(dependencies: LinkOpenerDependencies) {
    this.#dependencies = dependencies;
  }

  /** Null for what is never opened. */
  check({ address, text }: { address: string; text: string }): LinkCheck | null {
    const url = toExternalLink(address);
    const { settings, toUnicode } = this.#dependencies;
    return url && checkLink({ url, text }, settings.current.trustedSites, toUnicode);
  }

  /** Throws LocalError. */
  async open(link: { address: string; text: string; trustSite: boolean }): Promise<void> {
    const url = toExternalLink(link.address);
    if (!url) throw new LocalError('CALL_INVALID', words('link.never'));
    const { settings, openExternal } = this.#dependencies;
    const mayBeTrusted = url.protocol !== 'mailto:' && this.check(link)?.warnings.length === 0;
    if (link.trustSite && mayBeTrusted) {
      const others = settings.current.trustedSites.filter((site) => site !== url.hostname);
      await settings.change({ trustedSites: [url.hostname, ...others].slice(0, trustedSitesMax) });
    }
    await openExternal(url.href);
  }
}
