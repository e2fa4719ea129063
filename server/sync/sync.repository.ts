import type { UserId } from '#protocol/identifiers.ts';
import type { EventRow, ReadHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import { newMessages } from './new-messages.repository.ts';
import type { PlaceRange } from './new-messages.repository.ts';

export interface SyncPage {
  rows: EventRow[];
  /** The place from which to go on. */
  next: number;
  hasMore: boolean;
}

/** How far one look reaches, so that somebody long away costs no more than a bounded sort a page. */
const windowPlaces = 20_000;

function newestPlace(handle: ReadHandle): number {
  return handle.oneValue<number>("SELECT value FROM meta WHERE name = 'cursor'");
}

/** The log has two kinds of entries: rows of its own, and messages. */
function readWindow(
  handle: ReadHandle,
  userId: UserId,
  range: PlaceRange,
  limit: number,
): EventRow[] {
  const logged = handle.all<EventRow>(
    `SELECT event.place AS cursor, event.type, event.message_id, event.data, event.created_at
     FROM (SELECT conversation_id AS id, joined_place FROM participant WHERE user_id = $user
           UNION ALL SELECT $user, 0) AS scope
     JOIN event ON event.scope_id = scope.id
       AND event.place > max($after, scope.joined_place) AND event.place <= $upTo
     ORDER BY event.place LIMIT $limit`,
    { user: userId, ...range, limit },
  );
  return [...logged, ...newMessages(handle, userId, range, limit)]
    .sort((one, other) => one.cursor - other.cursor)
    .slice(0, limit);
}

export const syncRepository = defineRepository({
  name: 'sync',
  reads: {
    newestPlace(handle): number {
      return newestPlace(handle);
    },
    /** Whether somebody at this place has seen events that a restored server has lost. */
    hasSeenLost(handle, place: number): boolean {
      const lost = handle.value<number>(
        'SELECT after FROM lost_places WHERE after < ? AND before > ? LIMIT 1',
        [place, place],
      );
      return lost !== undefined;
    },
    page(handle, input: { userId: UserId; after: number; limit: number }): SyncPage {
      const newest = newestPlace(handle);
      let after = input.after;
      while (after < newest) {
        const upTo = Math.min(after + windowPlaces, newest);
        const rows = readWindow(handle, input.userId, { after, upTo }, input.limit);
        const last = rows.at(-1);
        if (last !== undefined && rows.length === input.limit) {
          return { rows, next: last.cursor, hasMore: last.cursor < newest };
        }
        if (last !== undefined) return { rows, next: upTo, hasMore: upTo < newest };
        after = upTo;
      }
      return { rows: [], next: Math.max(newest, 0), hasMore: false };
    },
  },
  writes: {},
});
