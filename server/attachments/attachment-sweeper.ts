import type { Logger } from 'pino';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { BlobFolder } from '../blobs/blob-folder.ts';
import type { Repository } from '../db/repository.ts';
import type { attachmentsRepository } from './attachments.repository.ts';
import type { FileFinisher } from './file-finisher.ts';
import type { uploadsRepository } from './uploads.repository.ts';

export interface SweeperOptions {
  attachments: Repository<typeof attachmentsRepository>;
  uploads: Repository<typeof uploadsRepository>;
  folder: BlobFolder;
  finisher: FileFinisher;
  logger: Logger;
}

const everyMs = 3_600_000;
/** How soon to try again when the disk was in trouble, or a backup is being made. */
const retryMs = 5_000;

/** Removes what nobody has any use for: files that were erased, given up, or never sent. */
export class AttachmentSweeper {
  readonly #options: SweeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: SweeperOptions) {
    this.#options = options;
  }

  /** Before anybody can upload: a file that no row knows is then one that a crash left behind. */
  async start(): Promise<void> {
    await this.#removeStrays();
    this.#schedule(everyMs);
    await this.#sweep();
  }

  /** A message is gone, and its files with it: their bytes are removed at once. */
  wake(): void {
    if (this.#stopped) return;
    this.#running = this.#running.then(() => this.#guarded(() => this.#removeErased()));
  }

  /** Resolves once nothing is being removed any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#looking;
  }

  #schedule(waitMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#schedule(everyMs);
      this.#running = this.#running.then(() => this.#guarded(() => this.#sweep()));
    }, waitMs);
    this.#timer.unref();
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#stopped) return;
      this.#options.logger.error({ err: error }, 'files could not be removed; it is tried again');
      this.#schedule(retryMs);
    }
  }

  async #sweep(): Promise<void> {
    const { attachments, uploads } = this.#options;
    await uploads.giveUpExpired();
    await attachments.eraseUnsentInTime();
    await this.#removeErased();
    this.#looking = this.#looking.then(() => this.#guarded(() => this.#eraseLeft()));
  }

  /**
   * A message takes its files with it, so that none should be found. Every file is looked at, a few at a time:
   * neither the start nor whoever writes or reads meanwhile waits for all of them.
   */
  async #eraseLeft(): Promise<void> {
    const { attachments } = this.#options;
    for (let after: string | null = ''; after !== null && !this.#stopped;) {
      const { ids, last }: { ids: AttachmentId[]; last: AttachmentId | null } =
        await attachments.left(after);
      after = last;
      if (ids.length === 0) continue;
      await attachments.eraseLeft(ids);
      this.wake();
    }
  }

  async #removeErased(): Promise<void> {
    if (!(await this.#options.finisher.removeErased())) this.#schedule(retryMs);
  }

  async #removeStrays(): Promise<void> {
    const { attachments, folder, logger } = this.#options;
    const onDisk = await folder.ids();
    const known = new Set(await attachments.blobIds());
    const strays = [...onDisk].filter((id) => !known.has(id));
    // While a backup reads the files they stay; those that were erased are then removed in time.
    if (strays.length > 0) await folder.remove(strays);
    const missing = [...known].filter((id) => !onDisk.has(id));
    if (missing.length > 0) logger.error({ missing }, 'files are missing from the data folder');
  }
}
