import { z } from 'zod';
import { AppError } from '#protocol/errors.ts';
import type { ServerEvent } from '#protocol/events.ts';
import { cursor as cursorSchema } from '#protocol/identifiers.ts';
import type { Cursor } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import { sync } from '#protocol/sync.ts';
import { ClientError } from './client-error.ts';
import { isNewer } from './cursor-keeper.ts';
import type { CursorKeeper } from './cursor-keeper.ts';
import { MessageNumbers } from './message-numbers.ts';
import { isReplayable } from './server-events.ts';
import type { EventReading } from './server-events.ts';

/** Beyond this many missed events it is cheaper to load again what is shown. */
const replayedEventsMax = 5_000;
/** Live events kept while older ones are replayed; what is more is fetched again. */
const heldEventsMax = 2_000;

/** The sync call with its events unread, so that one from a newer server does not spoil a page. */
export const syncPages = {
  ...sync,
  answers: {
    200: z.object({
      events: z.array(z.unknown()),
      next_cursor: cursorSchema,
      has_more: z.boolean(),
    }),
  },
} as const;
export type SyncPage = z.infer<(typeof syncPages)['answers'][200]>;

export type ResynchroniseReason = 'first-connection' | 'gap-too-long';

interface SynchroniserOptions {
  cursor: CursorKeeper;
  /** Without a cursor: the present one and no events. */
  fetchPage: (query: { cursor?: Cursor; limit: number }) => Promise<SyncPage>;
  read: (value: unknown) => EventReading;
  emit: (event: ServerEvent) => void;
  onResynchronised: (reason: ResynchroniseReason) => void;
  /** A gap was seen on a live connection and could not be filled. */
  onGapUnfilled: (problem: unknown) => void;
}

/**
 * Hands out every event once and in the order of the log, whether it came over the socket or was
 * missed and is replayed. The socket is open before the replay begins: what it brings meanwhile is
 * held back, and whatever is not newer than the last event handed out is dropped.
 */
export class Synchroniser {
  readonly #options: SynchroniserOptions;
  readonly #numbers = new MessageNumbers();
  #mode: 'stopped' | 'catching-up' | 'live' = 'stopped';
  #held: ServerEvent[] = [];
  #hasOverflowed = false;
  /** Counts beginnings and ends, so that an answer which comes after its time is recognised. */
  #run = 0;

  constructor(options: SynchroniserOptions) {
    this.#options = options;
  }

  /** Call when the socket is open. Resolves when all that was missed has been handed out. */
  async begin(): Promise<void> {
    this.#run += 1;
    await this.#catchUp(this.#run);
  }

  /** Call when the socket is gone. What was held back is missed, and comes again by sync. */
  stop(): void {
    this.#run += 1;
    this.#mode = 'stopped';
    this.#held = [];
  }

  /** An event from the socket. */
  receive(event: ServerEvent): void {
    if (this.#mode === 'live' && this.#numbers.showGap(event)) this.#fillGap();
    if (this.#mode === 'live') this.#handOut(event);
    if (this.#mode === 'catching-up') this.#hold(event);
  }

  #hold(event: ServerEvent): void {
    if (this.#held.length < heldEventsMax) this.#held.push(event);
    else this.#hasOverflowed = true;
  }

  #fillGap(): void {
    this.#run += 1;
    const run = this.#run;
    this.#catchUp(run).catch((problem: unknown) => {
      if (run === this.#run) this.#options.onGapUnfilled(problem);
    });
  }

  async #catchUp(run: number): Promise<void> {
    this.#mode = 'catching-up';
    await this.#options.cursor.load();
    do {
      if (run !== this.#run) return;
      if (this.#hasOverflowed) this.#held = [];
      this.#hasOverflowed = false;
      await this.#replay(run);
    } while (this.#hasOverflowed);
    if (run !== this.#run) return;
    this.#mode = 'live';
    const held = this.#held;
    this.#held = [];
    for (const event of held) {
      if (run !== this.#run) return;
      this.#handOut(event);
    }
  }

  async #replay(run: number): Promise<void> {
    const { cursor } = this.#options;
    if (cursor.position === null) return this.#startAfresh(run, 'first-connection');
    for (let replayed = 0; replayed < replayedEventsMax;) {
      const before = cursor.position;
      const page = await this.#fetchAfter(before);
      if (run !== this.#run) return;
      if (page === null || isNewer(before, page.next_cursor)) break;
      if (!this.#replayPage(page, run)) return;
      if (!page.has_more) return;
      if (!isNewer(page.next_cursor, before)) {
        throw new ClientError('NOT_A_SERVER', 'The server repeats itself and gets no further');
      }
      replayed += page.events.length;
    }
    await this.#startAfresh(run, 'gap-too-long');
  }

  /** Null when the server does not know the cursor: its log is not the one we followed. */
  async #fetchAfter(position: Cursor): Promise<SyncPage | null> {
    try {
      return await this.#options.fetchPage({ cursor: position, limit: limits.syncPageMax });
    } catch (error) {
      if (error instanceof AppError && error.code === 'VALIDATION_ERROR') return null;
      throw error;
    }
  }

  /** False when a listener ended the run. */
  #replayPage(page: SyncPage, run: number): boolean {
    for (const value of page.events) {
      const { event } = this.#options.read(value);
      if (event !== null) this.#handOut(event);
      if (run !== this.#run) return false;
    }
    this.#options.cursor.moveTo(page.next_cursor);
    return true;
  }

  async #startAfresh(run: number, reason: ResynchroniseReason): Promise<void> {
    const page = await this.#options.fetchPage({ limit: limits.syncPageMax });
    if (run !== this.#run) return;
    this.#numbers.forget();
    this.#options.cursor.moveTo(page.next_cursor);
    this.#options.onResynchronised(reason);
  }

  #handOut(event: ServerEvent): void {
    if (!isReplayable(event)) {
      this.#options.emit(event);
      return;
    }
    const { cursor } = this.#options;
    if (cursor.position !== null && !isNewer(event.cursor, cursor.position)) return;
    this.#numbers.note(event);
    // Before the listeners run: one of them may disconnect, and must not meet the event again.
    cursor.moveTo(event.cursor);
    this.#options.emit(event);
  }
}
