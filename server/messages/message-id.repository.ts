import { v7 as uuidv7 } from 'uuid';
import type { MessageId } from '#protocol/identifiers.ts';
import type { ReadHandle } from '../db/handles.ts';

/**
 * An id after every other message's, also when the clock was set back: search goes through
 * messages in the order of their ids and must meet each new one behind those that it has met.
 */
export function newMessageId(handle: ReadHandle): MessageId {
  const id = uuidv7();
  const newest = handle.value<string>('SELECT max(id) FROM message') ?? '';
  return (id > newest ? id : uuidv7({ msecs: timeOf(newest) + 1 })) as MessageId;
}

/** Milliseconds since 1970: the first 48 bits of a UUID of version 7. */
function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
