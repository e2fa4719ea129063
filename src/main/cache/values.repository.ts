import type { ReadingPlace } from '#ipc/place.ts';
import type { Cursor } from '#protocol/identifiers.ts';
import type { Friend, FriendRequest } from '#protocol/people.ts';
import type { CacheDatabase } from './cache-database.ts';

/** What is kept whole, by name. */
export interface CachedValueTypes {
  /** The place in the server's event log up to which everything here is. */
  cursor: Cursor;
  friends: Friend[];
  friendRequests: { incoming: FriendRequest[]; outgoing: FriendRequest[] };
  /** That all conversations have been listed once. */
  conversationsListed: true;
  archivedListed: true;
  /** Where the person was when the app last ran. */
  readingPlace: ReadingPlace;
}

export class CachedValues {
  readonly #database: CacheDatabase;

  constructor(database: CacheDatabase) {
    this.#database = database;
  }

  get<N extends keyof CachedValueTypes>(name: N): CachedValueTypes[N] | null {
    const row = this.#database.row<{ content: string }>(
      'SELECT content FROM value WHERE name = ?',
      name,
    );
    return row === undefined ? null : (JSON.parse(row.content) as CachedValueTypes[N]);
  }

  put<N extends keyof CachedValueTypes>(name: N, value: CachedValueTypes[N]): void {
    this.#database.run(
      `INSERT INTO value (name, content) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET content = excluded.content`,
      name,
      JSON.stringify(value),
    );
  }

  /** Nothing happens to one that is not here. */
  change<N extends keyof CachedValueTypes>(
    name: N,
    change: (value: CachedValueTypes[N]) => CachedValueTypes[N],
  ): void {
    const value = this.get(name);
    if (value !== null) this.put(name, change(value));
  }

  remove(name: keyof CachedValueTypes): void {
    this.#database.run('DELETE FROM value WHERE name = ?', name);
  }

  removeAll(): void {
    this.#database.run('DELETE FROM value');
  }
}
