import type { Histogram } from '../watching/histogram.ts';
import { BackgroundCheckpoints } from './background-checkpoints.ts';
import type { CommittedEvent } from './handles.ts';
import type { Upgrade } from './migrate.ts';
import type { CheckedPages } from './page-check.ts';
import type { Repository, RepositoryDeclaration } from './repository.ts';
import { ThreadClient } from './thread-client.ts';

export interface DatabaseOptions {
  file: string;
  /** 32 bytes. */
  key: Uint8Array;
  /** Told where the database is of an older version, before it is brought up to date. */
  onUpgrade?: (upgrade: Upgrade) => void;
}

/** The encrypted database: threads for one writer with group commit, one reader, and checkpoints. */
export class Database {
  readonly #writer: ThreadClient;
  readonly #reader: ThreadClient;
  readonly #checkpoints: BackgroundCheckpoints;
  #onWritten: (() => void) | undefined;

  private constructor(
    writer: ThreadClient,
    reader: ThreadClient,
    checkpoints: BackgroundCheckpoints,
  ) {
    this.#writer = writer;
    this.#reader = reader;
    this.#checkpoints = checkpoints;
    writer.onBatchDone = (pagesBehind) => {
      checkpoints.notePagesBehind(pagesBehind);
      this.#onWritten?.();
    };
  }

  /** How the single writer is doing. */
  get writing(): { waiting: number; batchSizes: Histogram; batchSeconds: Histogram } {
    const { waitingCount, batchSizes, batchSeconds } = this.#writer;
    return { waiting: waitingCount, batchSizes, batchSeconds };
  }

  /** Called with each batch's events, in the order of the log, once they are on disk. */
  set onCommitted(listener: (events: CommittedEvent[]) => void) {
    this.#writer.onCommitted = listener;
  }

  /** Called when something may have been written: it is on disk, and nobody knows of it yet. */
  set onWritten(listener: () => void) {
    this.#onWritten = listener;
  }

  /** Called whenever an operation has met what is damaged. */
  set onDamage(listener: () => void) {
    this.#writer.onDamage = listener;
    this.#reader.onDamage = listener;
  }

  /** @throws StartupError for a wrong key, an unwritable file or a database from a newer version. */
  static async open({ file, key, onUpgrade }: DatabaseOptions): Promise<Database> {
    const writer = await ThreadClient.start({ role: 'writer', file, key }, onUpgrade);
    const reader = await ThreadClient.start({ role: 'reader', file, key });
    return new Database(writer, reader, new BackgroundCheckpoints({ file, key }));
  }

  /**
   * The operations of a declared repository, each answering a promise. Writes in pauses are those
   * for which nobody waits: they keep no other write waiting.
   */
  repository<D extends RepositoryDeclaration>(
    declaration: D,
    { writesInPauses = false } = {},
  ): Repository<D> {
    const describe = (operation: string, input: unknown) => ({
      repository: declaration.name,
      operation,
      input,
    });
    const read = (name: string) => (input: unknown) => this.#reader.call(describe(name, input));
    const write = (name: string) => (input: unknown) =>
      writesInPauses
        ? this.#writer.callInPause(describe(name, input))
        : this.#writer.call(describe(name, input));
    return Object.fromEntries([
      ...Object.keys(declaration.reads).map((name) => [name, read(name)]),
      ...Object.keys(declaration.writes).map((name) => [name, write(name)]),
    ]) as Repository<D>;
  }

  /** No write is done from now on: they wait until `goOn`. Resolves once none is under way. */
  hold(): Promise<void> {
    return this.#writer.hold();
  }

  goOn(): void {
    this.#writer.goOn();
  }

  /** Writes that wait because of `hold`, and all that come, are refused with SERVER_MOVED. */
  refuseHeld(): void {
    this.#writer.refuseHeld();
  }

  /** Empties the write-ahead log into the database; answers whether nothing is left in it. */
  async checkpoint(): Promise<boolean> {
    return this.#writer.checkpoint();
  }

  /** Holds pages of the file against their authentication codes; 1 is the first. */
  checkPages(from: number, count: number): Promise<CheckedPages> {
    return this.#reader.checkPages(from, count);
  }

  /** The tables of which something cannot be read; walks through all of the database. */
  damagedTables(pages: readonly number[] = []): Promise<string[]> {
    return this.#reader.damagedTables(pages);
  }

  async close(): Promise<void> {
    await this.#reader.close();
    await this.#checkpoints.close();
    // The last connection to close folds the log into the file.
    await this.#writer.close();
  }
}
