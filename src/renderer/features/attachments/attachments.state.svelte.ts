import { SvelteMap } from 'svelte/reactivity';
import type { BridgeEvents } from '#ipc/index.ts';
import type { AttachmentId, ConversationId } from '#protocol/identifiers.ts';
import { ChosenFiles } from './chosen-files.state.svelte.ts';

/** Files as the screens need them: what is chosen, what is being fetched, what is looked at. */
export class AttachmentsState {
  readonly #chosen = new Map<ConversationId, ChosenFiles>();
  /** Bytes that have come, of files that are opened or saved. */
  readonly downloads = new SvelteMap<AttachmentId, number>();
  /** The picture that fills the window. */
  viewed = $state<AttachmentId | null>(null);

  chosenIn(id: ConversationId): ChosenFiles {
    const known = this.#chosen.get(id);
    if (known) return known;
    const chosen = new ChosenFiles();
    this.#chosen.set(id, chosen);
    return chosen;
  }

  downloadChanged({ attachment_id, received }: BridgeEvents['downloadChanged']): void {
    if (received === null) this.downloads.delete(attachment_id);
    else this.downloads.set(attachment_id, received);
  }
}
