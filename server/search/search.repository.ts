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
}

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

function conversationsOf(handle: ReadHandle, { userId, conversationId }: FindInput) {
  if (conversationId !== null) return [conversationId];
  return handle
    .all<{ id: ConversationId }>(
      'SELECT conversation_id AS id FROM participant WHERE user_id = ?',
      [userId],
    )
    .map(({ id }) => id);
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
  const conversationIds = conversationsOf(handle, input);
  if (conversationIds.length === 0) return [];
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

const scanned = `SELECT message.id, content, sealed_content, text_key_id FROM message
  CROSS JOIN participant ON participant.conversation_id = message.conversation_id
  WHERE ${readable} AND message.id > $above AND message.id < $below`;
const scanOrder = 'ORDER BY message.id DESC LIMIT $limit';

const unindexed = `${scanned} AND message.id > (SELECT place FROM search_state)
  AND self_destruct_at IS NULL AND is_destroyed = 0 ${scanOrder}`;
const timed = `${scanned} AND self_destruct_at IS NOT NULL AND is_destroyed = 0
  AND self_destruct_at > $now ${scanOrder}`;

/** Looks through the texts themselves, from the newest down. */
function scan(handle: ReadHandle, input: FindInput, sql: string, rowsMax: number): MessageId[] {
  const found: MessageId[] = [];
  const parameters: Record<string, string | number | null> = {
    ...readableParameters(input),
    ...idBounds(input),
    limit: scanPage,
    ...(sql === timed ? { now: Date.now() } : {}),
  };
  for (let seen = 0; seen < rowsMax && found.length < input.limit; seen += scanPage) {
    const rows = handle.all<ScannedRow>(sql, parameters);
    const fitting = rows.filter((row) => holds(handle, row, input.phrases));
    found.push(...fitting.map(({ id }) => id));
    const last = rows.at(-1);
    if (last === undefined || rows.length < scanPage) break;
    parameters['below'] = last.id;
  }
  return found;
}

function holds(handle: ReadHandle, row: ScannedRow, phrases: readonly Phrase[]): boolean {
  const text = row.sealed_content === null ? row.content : openText(handle, row);
  return text !== '' && findPhrases(tokenize(text), phrases) !== null;
}

interface NewRow {
  id: MessageId;
  conversation_id: ConversationId;
  sender_id: UserId;
  content: string;
  is_indexed: number;
}

function enter(handle: WriteHandle, row: NewRow): void {
  handle.run('INSERT INTO search_document (message_id) VALUES (?)', [row.id]);
  handle.run(
    `INSERT INTO message_index (rowid, terms) SELECT id, search_terms(?, ?, ?, file_names)
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
      if (!input.hasFile) {
        found.push(...scan(handle, input, unindexed, unindexedLookedThroughMax));
        found.push(...scan(handle, input, timed, Number.POSITIVE_INFINITY));
      }
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
        `SELECT id, conversation_id, sender_id, content,
           self_destruct_at IS NULL AND content <> '' AS is_indexed
         FROM message WHERE id > (SELECT place FROM search_state)
         ORDER BY id LIMIT ?`,
        [limit],
      );
      const last = rows.at(-1);
      if (last === undefined) return 0;
      for (const row of rows) if (row.is_indexed === 1) enter(handle, row);
      handle.run('UPDATE search_state SET place = ?', [last.id]);
      return rows.length;
    },
  },
});
