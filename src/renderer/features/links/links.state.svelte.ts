import type { LinkCheck } from '#ipc/links.ts';
import { call } from '../../lib/bridge.ts';
import { t } from '../../lib/messages/catalogue.ts';
import { toasts } from '../../lib/toasts.state.svelte.ts';

interface ShownLink {
  /** What stands in the message. */
  text: string;
  address: string;
}

/** A link that was clicked, until the person has said whether to go there. */
export class LinksState {
  question = $state.raw<{ link: ShownLink; check: LinkCheck } | null>(null);

  /** Opens it at once where its site is trusted, and asks otherwise. Throws CallError. */
  async open({ text, address }: ShownLink): Promise<void> {
    const link = { text, address };
    const check = await call('checkLink', link);
    if (check === null) toasts.show({ kind: 'notice', text: t('link.never') });
    else if (check.isTrusted) await call('openLink', link);
    else this.question = { link, check };
  }

  /** Throws CallError. */
  async confirm(trustSite: boolean): Promise<void> {
    const link = this.question?.link;
    this.question = null;
    if (link) await call('openLink', { ...link, trustSite });
  }
}
