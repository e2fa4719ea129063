import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import { findByIndex } from './indexed-messages.repository.ts';
import { holds, idBounds, readable, readableParameters } from './readable-messages.repository.ts';
import type { FindInput, ScannedRow } from './readable-messages.repository.ts';

/** The newest messages that are not in the index yet, which may be all of them after an update. */
const unindexedLookedThroughMax = 2_000;
const scanPage = 200;

/** Whether `message` carries a file. */
const carriesFile = 'EXISTS (SELECT 1 FROM attachment WHERE attachment.message_id = message.id)';

const scanned = `CROSS JOIN participant ON participant.conversation_id = message.conversation_id
  WHERE ${readable} AND message.id > $above AND message.id < $below AND is_destroyed = 0
    AND ($hasFile = 0 OR ${carriesFile})`;
const scanColumns = `message.id, content, sealed_content, text_key_id,
  ${carriesFile} AS has_file`;
const scanOrder = 'ORDER BY message.id DESC LIMIT $limit';

const unindexed = `SELECT ${scanColumns} FROM message ${scanned} AND self_destruct_at IS NULL
  ${scanOrder}`;
// Left to itself, SQLite goes through all messages for the few with a timer.
const timed = `SELECT ${scanColumns} FROM message INDEXED BY message_living_timer ${scanned}
  AND self_destruct_at IS NOT NULL AND self_destruct_at > $now ${scanOrder}`;

/** The newest messages that the index does not have yet. */
function findUnindexed(handle: ReadHandle, input: FindInput): MessageId[] {
  const place = handle.value<string>('SELECT place FROM search_state') ?? '';
  const bounds = idBounds(input);
  const above = place > bounds.above ? place : bounds.above;
  return scan(handle, input, unindexed, { ...bounds, above }, unindexedLookedThroughMax);
}

function findTimed(handle: ReadHandle, input: FindInput): MessageId[] {
  const parameters = { ...idBounds(input), now: Date.now() };
  return scan(handle, input, timed, parameters, Number.POSITIVE_INFINITY);
}

/** Looks through the texts themselves, from the newest down. */
function scan(
  handle: ReadHandle,
  input: FindInput,
  sql: string,
  more: { below: string } & Record<string, string | number>,
  rowsMax: number,
): MessageId[] {
  const found: MessageId[] = [];
  const parameters = {
    ...readableParameters(input),
    ...more,
    hasFile: input.hasFile ? 1 : 0,
    limit: scanPage,
  };
  for (let seen = 0; seen < rowsMax && found.length < input.limit; seen += scanPage) {
    const rows = handle.all<ScannedRow>(sql, parameters);
    const fitting = rows.filter((row) => holds(handle, row, input.phrases));
    found.push(...fitting.map(({ id }) => id));
    const last = rows.at(-1);
    if (last === undefined || rows.length < scanPage) break;
    parameters.below = last.id;
  }
  return found;
}

interface NewRow {
  id: MessageId;
  conversation_id: ConversationId;
  sender_id: UserId;
  content: string;
  has_file: number;
  self_destruct_at: number | null;
}

function enter(handle: WriteHandle, row: NewRow): void {
  handle.run('INSERT INTO search_document (message_id, has_file) VALUES (?, ?)', [
    row.id,
    row.has_file,
  ]);
  handle.run(
    `INSERT INTO message_index (rowid, terms) SELECT id, search_terms(?, ?, ?, has_file)
     FROM search_document WHERE message_id = ?`,
    [row.content, row.conversation_id, row.sender_id, row.id],
  );
}

export const searchRepository = defineRepository({
  name: 'search',
  reads: {
    /** Messages that the person may read now and that hold every phrase, newest first. */
    find(handle, input: FindInput): MessageId[] {
      const found = findByIndex(handle, input);
      found.push(...findUnindexed(handle, input), ...findTimed(handle, input));
      return found.sort((one, other) => (one < other ? 1 : -1)).slice(0, input.limit);
    },
  },
  writes: {
    /** Empties an index whose terms were made in another way. */
    prepareIndex(handle, termsVersion: string): void {
      const known = handle.value<string>('SELECT terms_version FROM search_state');
      if (known === termsVersion) return;
      handle.run("INSERT INTO message_index (message_index) VALUES ('delete-all')");
      handle.run('DELETE FROM search_document');
      handle.run("INSERT OR REPLACE INTO search_state VALUES (1, ?, '')", [termsVersion]);
    },
    /** Enters the next messages; answers how many it looked at, 0 once all are in. */
    indexNext(handle, limit: number): number {
      const rows = handle.all<NewRow>(
        `SELECT id, conversation_id, sender_id, content, self_destruct_at,
           ${carriesFile} AS has_file
         FROM message WHERE id > (SELECT place FROM search_state)
         ORDER BY id LIMIT ?`,
        [limit],
      );
      const last = rows.at(-1);
      if (last === undefined) return 0;
      for (const row of rows) {
        const isTombstone = row.content === '' && row.has_file === 0;
        if (row.self_destruct_at === null && !isTombstone) enter(handle, row);
      }
      handle.run('UPDATE search_state SET place = ?', [last.id]);
      return rows.length;
    },
    /** Merges pieces of the index into about so many pages; answers whether there was something to merge. */
    mergeIndex(handle, pages: number): boolean {
      const changes = () => handle.oneValue<number>('SELECT total_changes()');
      const before = changes();
      handle.run("INSERT INTO message_index (message_index, rank) VALUES ('merge', ?)", [pages]);
      // The row that asks for it counts as one.
      return changes() - before > 1;
    },
  },
});
