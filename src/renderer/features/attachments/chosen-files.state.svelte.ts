import type { AddedFile, ChosenFile, RefusedFile } from '#ipc/attachments.ts';
import type { CallArgument } from '#ipc/index.ts';
import { addFile, call } from '../../lib/bridge.ts';
import { attachmentsPerMessageMax } from '../../lib/limits.ts';
import { t } from '../../lib/messages/catalogue.ts';
import { attempt, ignoreShownInPlace } from '../../lib/report-error.ts';
import { toasts } from '../../lib/toasts.state.svelte.ts';
import { formatSize } from './formats.ts';

export type FilesToSend = NonNullable<CallArgument<'sendMessage'>['files']>;

/** The files that stand in one conversation's composer. */
export class ChosenFiles {
  files = $state.raw<readonly ChosenFile[]>([]);
  /** Whether where pictures were taken is removed from them. */
  removesLocation = $state(true);
  /** Files that main is looking at. */
  pending = $state(0);

  get hasPictures(): boolean {
    return this.files.some(({ kind }) => kind === 'image');
  }

  async add(files: readonly File[]): Promise<void> {
    const room = attachmentsPerMessageMax - this.files.length - this.pending;
    if (files.length > room) {
      const text = t('attach.tooMany', { count: attachmentsPerMessageMax });
      toasts.show({ kind: 'error', text });
    }
    const taken = files.slice(0, Math.max(0, room));
    this.pending += taken.length;
    for (const file of taken) {
      await attempt(async () => this.#take(await hand(file)));
      this.pending -= 1;
    }
  }

  remove(id: string): void {
    this.files = this.files.filter((file) => file.id !== id);
    // What main keeps of it goes with the app at the latest.
    void attempt(() => call('removeChosenFile', { id }), ignoreShownInPlace);
  }

  /** Empties the composer; what it held can be put back with `restore`. */
  takeAll(): { files: readonly ChosenFile[]; toSend: FilesToSend } {
    const { files, removesLocation } = this;
    this.files = [];
    const toSend = files.map(({ id, kind }) => ({
      chosen_id: id,
      remove_location: removesLocation && kind === 'image',
    }));
    return { files, toSend };
  }

  restore(files: readonly ChosenFile[]): void {
    this.files = [...files, ...this.files];
  }

  #take(added: AddedFile): void {
    if ('chosen' in added) this.files = [...this.files, added.chosen];
    else toasts.show({ kind: 'error', text: describeRefusal(added.refused) });
  }
}

/** By its path where it has one; otherwise its bytes go, as of a pasted picture. */
async function hand(file: File): Promise<AddedFile> {
  const adding = addFile(file);
  if (adding !== null) return adding;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return call('addPastedFile', { name: file.name || t('attach.pastedName'), bytes });
}

function describeRefusal({ name, reason, max_bytes }: RefusedFile): string {
  if (reason === 'folder') return t('attach.folder', { name });
  if (reason === 'unreadable') return t('attach.unreadable', { name });
  return t('attach.tooLarge', { name, size: formatSize(max_bytes) });
}
