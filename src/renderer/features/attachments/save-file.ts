import type { AttachmentId } from '#protocol/identifiers.ts';
import { call } from '../../lib/bridge.ts';
import { t } from '../../lib/messages/catalogue.ts';
import { attempt } from '../../lib/report-error.ts';
import { toasts } from '../../lib/toasts.state.svelte.ts';

/** Main asks the person where to; failures are shown as toasts. */
export async function saveFile(attachment_id: AttachmentId): Promise<void> {
  const answer = await attempt(() => call('saveAttachment', { attachment_id }));
  if (answer?.saved === true) toasts.show({ kind: 'notice', text: t('file.saved') });
}
