import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import { openText } from '../messages/sealed-text.repository.ts';
import { indexQuery } from './index-terms.ts';
import { findPhrases } from './search-query.ts';
import type { Phrase } from './search-query.ts';
import { tokenize } from './text-tokens.ts';

export interface FindInput {
  userId: UserId;
  phrases: Phrase[];
  conversationId: ConversationId | null;
  senderId: UserId | null;
  /** Milliseconds since 1970: sent then or later. */
  sentAfter: number | null;
  /** Milliseconds since 1970: sent earlier. */
  sentBefore: number | null;
  hasFile: boolean;
  /** Older than this message. */
  before: MessageId | null;
  limit: number;
}

/** The newest messages that are not in the index yet, which may be all of them after an update. */
const unindexedLookedThroughMax = 2_000;
const scanPage = 200;
/** The clock may have been set back between a message's id and its time of sending. */
const clockSlackMs = 86_400_000;

interface ScannedRow {
  id: MessageId;
  content: string;
  sealed_content: Buffer | null;
  text_key_id: number | null;
  has_file: number;
}

/** Whether `message` carries a file. */
const carriesFile = 'EXISTS (SELECT 1 FROM attachment WHERE attachment.message_id = message.id)';

/** Conditions on `message` that every way of finding shares; `$user` must take part now. */
const readable = `participant.user_id = $user
  AND ($conversation IS NULL OR message.conversation_id = $conversation)
  AND ($sender IS NULL OR message.sender_id = $sender)
  AND ($sentAfter IS NULL OR message.created_at >= $sentAfter)
  AND ($sentBefore IS NULL OR message.created_at < $sentBefore)`;

function readableParameters(input: FindInput) {
  return {
    user: input.userId,
    conversation: input.conversationId,
    sender: input.senderId,
    sentAfter: input.sentAfter,
    sentBefore: input.sentBefore,
  };
}

/** From how large a share of all messages on it is quicker to leave out afterwards what is elsewhere. */
const readableShareMin = 0.1;

/**
 * The conversations to name in the query, none where the person reads none; null where naming them
 * would cost more than it saves.
 */
function conversationsToName(handle: ReadHandle, input: FindInput): ConversationId[] | null {
  const { userId, conversationId, phrases, senderId, hasFile } = input;
  if (conversationId !== null) return [conversationId];
  const rows = handle.all<{ id: ConversationId; seq: number }>(
    `SELECT conversation.id, conversation.seq FROM participant
     JOIN conversation ON conversation.id = participant.conversation_id
     WHERE participant.user_id = ?`,
    [userId],
  );
  const documents = handle.value<number>('SELECT max(id) FROM search_document') ?? 0;
  const readableCount = rows.reduce((sum, { seq }) => sum + seq, 0);
  const namesNothingElse = phrases.length === 0 && senderId === null && !hasFile;
  const isMost = readableCount > documents * readableShareMin;
  return isMost && rows.length > 1 && !namesNothingElse ? null : rows.map(({ id }) => id);
}

/** The beginning that ids of this millisecond have: ids are UUIDs of version 7. */
function idAt(timeMs: number): string {
  const digits = Math.max(timeMs, 0).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

/** Ids lie between these, the ends left out. */
function idBounds({ before, sentAfter, sentBefore }: FindInput): { above: string; below: string } {
  const latest = sentBefore === null ? '~' : idAt(sentBefore + clockSlackMs);
  return {
    above: sentAfter === null ? '' : idAt(sentAfter),
    below: before !== null && before < latest ? before : latest,
  };
}

function findIndexed(handle: ReadHandle, input: FindInput): MessageId[] {
  const conversationIds = conversationsToName(handle, input);
  if (conversationIds?.length === 0) return [];
  const bounds = idBounds(input);
  // CROSS JOIN keeps this order: the index first, from its newest document down.
  const rows = handle.all<{ id: MessageId }>(
    `SELECT document.message_id AS id FROM message_index
     CROSS JOIN search_document AS document ON document.id = message_index.rowid
     CROSS JOIN message ON message.id = document.message_id
     CROSS JOIN participant ON participant.conversation_id = message.conversation_id
     WHERE message_index MATCH $query
       AND message_index.rowid >= (SELECT coalesce(min(id), 0) FROM
         (SELECT id FROM search_document WHERE message_id > $above ORDER BY message_id LIMIT 1))
       AND message_index.rowid <= (SELECT coalesce(max(id), 0) FROM
         (SELECT id FROM search_document WHERE message_id < $below
          ORDER BY message_id DESC LIMIT 1))
       AND ${readable}
     ORDER BY message_index.rowid DESC LIMIT $limit`,
    {
      ...readableParameters(input),
      ...bounds,
      query: indexQuery({ ...input, conversationIds }),
      limit: input.limit,
    },
  );
  return rows.map(({ id }) => id);
}

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

function holds(handle: ReadHandle, row: ScannedRow, phrases: readonly Phrase[]): boolean {
  const text = row.sealed_content === null ? row.content : openText(handle, row);
  const isTombstone = text === '' && row.has_file === 0;
  return !isTombstone && findPhrases(tokenize(text), phrases) !== null;
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
      const found = findIndexed(handle, input);
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
  },
});
