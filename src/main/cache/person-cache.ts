import type { ReadingPlace } from '#ipc/place.ts';
import type { ReplayableEvent, ServerEvent } from '#protocol/events.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { Draft } from '#protocol/drafts.ts';
import type { AttachmentId, Cursor, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { Friend, FriendRequest } from '#protocol/people.ts';
import { applyEvent, erase, subjectsOf } from './apply-event.ts';
import type { CacheTables } from './apply-event.ts';
import type { CacheDatabase } from './cache-database.ts';
import { CachedConversations } from './conversations.repository.ts';
import { CachedDrafts } from './drafts.repository.ts';
import { CachedMessages } from './messages.repository.ts';
import type { MessagePlace } from './messages.repository.ts';
import { CachedOutgoing } from './outgoing.repository.ts';
import { CachedPictures } from './pictures.repository.ts';
import { SealedValues } from './sealed-values.repository.ts';
import { CachedValues } from './values.repository.ts';

const defaultBytesMax = 200 * 1024 * 1024;
const prunedAtOnce = 500;
/** How many stored messages may pass before the size is looked at again. */
const messagesBetweenLooks = 1_000;

export interface PersonCacheOptions {
  database: CacheDatabase;
  ownId: UserId;
  bytesMax?: number;
  /** Called once: from then on the cache takes in nothing and answers nothing. */
  onFailure: (error: unknown) => void;
  /** Told of texts that were destroyed by this computer's clock. */
  onDestroyed?: (places: MessagePlace[]) => void;
}

/**
 * What one person has seen on one server, and what they have written that the server does not have
 * yet. Follows the server's events; the place in their log is written together with what they change.
 * A write that fails stops it there: the next start goes on from the last place that was written.
 */
export class PersonCache {
  readonly outgoing: CachedOutgoing;
  readonly messages: CachedMessages;
  readonly conversations: CachedConversations;
  readonly drafts: CachedDrafts;
  readonly values: CachedValues;
  readonly #pictures: CachedPictures;
  readonly #database: CacheDatabase;
  readonly #ownId: UserId;
  readonly #bytesMax: number;
  readonly #onFailure: (error: unknown) => void;
  readonly #onDestroyed: (places: MessagePlace[]) => void;
  #storedSinceLook = 0;
  /** Counts what changes the cache, and for each subject the last change. */
  #changes = 0;
  #contentSince = 0;
  readonly #lastChanged = new Map<string, number>();
  #openQuestions = 0;
  #hasFailed = false;
  /** Events that are not written yet; at most those of one turn of the event loop. */
  readonly #heard: ReplayableEvent[] = [];

  constructor({ database, ownId, onFailure, onDestroyed, bytesMax }: PersonCacheOptions) {
    this.#database = database;
    this.#ownId = ownId;
    this.#onFailure = onFailure;
    this.#onDestroyed = onDestroyed ?? (() => undefined);
    this.#bytesMax = bytesMax ?? defaultBytesMax;
    const sealed = new SealedValues(database);
    this.outgoing = new CachedOutgoing(database, sealed);
    this.messages = new CachedMessages(database, sealed);
    this.conversations = new CachedConversations(database, this.messages);
    this.drafts = new CachedDrafts(database, sealed);
    this.values = new CachedValues(database);
    this.#pictures = new CachedPictures(database);
  }

  get cursor(): Cursor | null {
    this.flush();
    return this.values.get('cursor');
  }

  /** The log was read up to here, by events that are applied already; null for no place at all. */
  moveCursor(cursor: Cursor | null): void {
    this.#attempt(() => {
      if (cursor === null) this.values.remove('cursor');
      else this.values.put('cursor', cursor);
    });
  }

  /**
   * Takes in an event of the log; others are of no concern. What comes at once, such as a page of
   * missed events, is written at once, with the place behind it.
   */
  apply(event: ServerEvent): void {
    if (!('cursor' in event)) return;
    this.#changes += 1;
    if (this.#openQuestions > 0) {
      for (const subject of subjectsOf(event)) this.#lastChanged.set(subject, this.#changes);
    }
    this.#heard.push(event);
    if (this.#heard.length === 1) {
      queueMicrotask(() => {
        this.flush();
      });
    }
  }

  /** Writes what was taken in. Everything that reads or writes here begins with it. */
  flush(): void {
    this.#attempt(() => undefined);
  }

  #write(events: readonly ReplayableEvent[]): void {
    const tables = this.#tables();
    const erases = this.#database.transaction(() => {
      const last = events.at(-1);
      if (last !== undefined) this.values.put('cursor', last.cursor);
      return events.filter((event) => applyEvent(event, tables)).length > 0;
    });
    if (erases) this.#database.forgetOldPages();
    this.#lookAtSize(events.length);
  }

  /** What `recall` finds once the texts whose time has come are gone; null where it finds nothing. */
  recall<T>(nowMs: number, recall: () => T | null): T | null {
    return (
      this.#attempt(() => {
        this.#destroyDue(nowMs);
        return recall();
      }) ?? null
    );
  }

  /**
   * Keeps what the server answers, but for what an event has changed since it was asked: of that the
   * answer tells as it was before. Throws what `ask` throws.
   */
  async keepAnswer<T>(
    ask: () => Promise<T>,
    keep: (answer: T, isFresh: (subject: string) => boolean) => void,
  ): Promise<T> {
    const askedAt = this.#changes;
    this.#openQuestions += 1;
    try {
      const answer = await ask();
      const isFresh = (subject: string) => (this.#lastChanged.get(subject) ?? 0) <= askedAt;
      if (this.#contentSince <= askedAt) {
        this.#attempt(() => {
          this.#database.transaction(() => {
            keep(answer, isFresh);
          });
        });
      }
      return answer;
    } finally {
      this.#openQuestions -= 1;
      if (this.#openQuestions === 0) this.#lastChanged.clear();
    }
  }

  keepMessages(messages: readonly Message[], isFresh: (subject: string) => boolean): void {
    for (const message of messages) if (isFresh(message.id)) this.messages.put(message);
    this.#lookAtSize(messages.length);
  }

  /** The whole list; those that are not in it are gone. */
  keepConversations(
    listed: readonly Conversation[],
    archived: boolean,
    isFresh: (subject: string) => boolean,
  ): void {
    const ids = new Set(listed.map(({ id }) => id));
    for (const id of this.conversations.ids(archived)) {
      if (!ids.has(id) && isFresh(id)) this.conversations.remove(id);
    }
    for (const conversation of listed) this.keepConversation(conversation, isFresh);
    this.values.put(archived ? 'archivedListed' : 'conversationsListed', true);
  }

  keepConversation(conversation: Conversation, isFresh: (subject: string) => boolean): void {
    if (isFresh(conversation.id)) this.conversations.put(conversation);
  }

  /** All that the server has. */
  keepDrafts(drafts: readonly Draft[]): void {
    this.drafts.removeSaved();
    for (const draft of drafts) this.drafts.told(draft);
  }

  /** What the person has begun to write, which the server is still to be told. */
  keepUnsavedDraft(draft: Draft): void {
    this.#attempt(() => {
      this.#database.transaction(() => {
        this.drafts.put(draft, { unsaved: true });
      });
    });
  }

  /** The server has been told. */
  draftSaved(draft: Draft): void {
    this.#attempt(() => {
      this.#database.transaction(() => {
        this.drafts.remove(draft.conversation_id);
        this.drafts.told(draft);
      });
    });
  }

  unsavedDrafts(): Draft[] {
    return this.#attempt(() => this.drafts.list({ unsaved: true })) ?? [];
  }

  readingPlace(): ReadingPlace | null {
    return this.#attempt(() => this.values.get('readingPlace')) ?? null;
  }

  /** Null where no conversation is open. */
  keepReadingPlace(place: ReadingPlace | null): void {
    this.#attempt(() => {
      if (place === null) this.values.remove('readingPlace');
      else this.values.put('readingPlace', place);
    });
  }

  keepFriends(friends: Friend[]): void {
    this.values.put('friends', friends);
  }

  keepFriendRequests(requests: { incoming: FriendRequest[]; outgoing: FriendRequest[] }): void {
    this.values.put('friendRequests', requests);
  }

  recallPicture(id: AttachmentId): Uint8Array | null {
    return this.#attempt(() => this.#pictures.get(id)) ?? null;
  }

  keepPicture(id: AttachmentId, bytes: Uint8Array): void {
    this.#attempt(() => {
      this.#pictures.put(id, bytes);
    });
  }

  /** Destroys the texts whose time has come by this computer's clock. */
  destroyDue(nowMs: number): void {
    this.#attempt(() => {
      this.#destroyDue(nowMs);
    });
  }

  #destroyDue(nowMs: number): void {
    const due = this.messages.due(nowMs);
    if (due.length === 0) return;
    this.#database.transaction(() => {
      for (const { message_id } of due) erase(message_id, { is_destroyed: true }, this.#tables());
    });
    this.#database.forgetOldPages();
    this.#onDestroyed(due);
  }

  /** When the next text's time comes, in milliseconds since 1970. */
  nextDueMs(): number | null {
    return this.#attempt(() => this.messages.nextDueMs()) ?? null;
  }

  /** Everything that the server has told; what it has not been told yet stays. */
  removeContent(): void {
    this.#changes += 1;
    this.#contentSince = this.#changes;
    this.#attempt(() => {
      this.#database.transaction(() => {
        this.conversations.removeAll();
        this.drafts.removeSaved();
        this.values.removeAll();
        this.#pictures.removeAll();
      });
      this.#database.forgetOldPages();
    });
  }

  close(): void {
    this.flush();
    this.#hasFailed = true;
    this.#database.close();
  }

  /** Undefined where it fails, or the cache has failed before. */
  #attempt<T>(work: () => T): T | undefined {
    if (this.#hasFailed) return undefined;
    const heard = this.#heard.splice(0);
    try {
      if (heard.length > 0) this.#write(heard);
      return work();
    } catch (error) {
      this.#hasFailed = true;
      this.#onFailure(error);
      return undefined;
    }
  }

  #tables(): CacheTables {
    const { messages, conversations, drafts, values } = this;
    return { ownId: this.#ownId, messages, conversations, drafts, values };
  }

  #lookAtSize(stored: number): void {
    this.#storedSinceLook += stored;
    if (this.#storedSinceLook < messagesBetweenLooks) return;
    this.#storedSinceLook = 0;
    this.prune();
  }

  /** Drops the oldest messages while there is more than the cache may hold. */
  prune(): void {
    this.#database.transaction(() => {
      while (this.#database.usedBytes() > this.#bytesMax) {
        if (!this.messages.removeOldest(prunedAtOnce)) return;
      }
    });
  }
}
