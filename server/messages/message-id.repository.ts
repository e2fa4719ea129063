import { v7 as uuidv7 } from 'uuid';
import type { MessageId } from '#protocol/identifiers.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';

/** The newest id of all, whether or not its message is still there. */
const newestId = `SELECT max(id) FROM (SELECT max(id) AS id FROM message
  UNION ALL SELECT value FROM meta WHERE name = 'newest_removed_id')`;

/**
 * An id after every other message's, also when the clock was set back: search goes through
 * messages in the order of their ids and must meet each new one behind those that it has met.
 */
export function newMessageId(handle: ReadHandle): MessageId {
  const id = uuidv7();
  const newest = handle.value<string>(newestId) ?? '';
  return (id > newest ? id : uuidv7({ msecs: timeOf(newest) + 1 })) as MessageId;
}

/** A message is about to be removed: were it the newest, ids would begin anew without this. */
export function noteRemovedId(handle: WriteHandle, id: MessageId): void {
  const newest = handle.value<string>('SELECT max(id) FROM message');
  if (newest !== id) return;
  handle.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('newest_removed_id', ?)", [id]);
}

/** No message that was sent at this time or later has a smaller one. @param timeMs since 1970 */
export function earliestIdAt(timeMs: number): string {
  const digits = Math.max(0, Math.floor(timeMs)).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7`;
}

/** Milliseconds since 1970: the first 48 bits of a UUID of version 7. */
function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
