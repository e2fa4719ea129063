import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import type { ReadHandle } from '../db/handles.ts';
import { nameBegunWords } from './begun-words.repository.ts';
import { indexQuery } from './index-terms.ts';
import type { IndexPhrase } from './index-terms.ts';
import { holds, idBounds, readable, readableParameters } from './readable-messages.repository.ts';
import type { FindInput, ScannedRow } from './readable-messages.repository.ts';

/** So many of the newest messages are read at a time, and at most, before the index is asked. */
const newestPage = 50;
const newestReadMax = 2_000;
/** From how large a share of fitting ones on more of the newest are read. */
const promisingShares = {
  /** Where fewer fit, none of the words is so frequent that to find the others beside it takes long. */
  beforeWordsAreNamed: 0.1,
  /** Where fewer fit, the index has few enough to answer quickly. */
  beforeAllAreGathered: 0.01,
};
/** Looked at for one page, where it is not known beforehand which of them may be read. */
const documentsPerPageMax = 250;
/** To name so few conversations costs nothing, and to name more than the most costs more than it saves. */
const namedFew = 50;
const namedMax = 200;
/** From how large a share of all messages on it is quicker to leave out afterwards what is elsewhere. */
const readableShareMin = 0.1;

interface IndexInput extends FindInput {
  phrases: IndexPhrase[];
}

interface Own {
  conversationIds: ConversationId[];
  /** The person may read much of what there is. */
  isMost: boolean;
}

function ownConversations(handle: ReadHandle, { userId, conversationId }: FindInput): Own {
  if (conversationId !== null) return { conversationIds: [conversationId], isMost: false };
  const rows = handle.all<{ id: ConversationId; seq: number }>(
    `SELECT conversation.id, conversation.seq FROM participant
     JOIN conversation ON conversation.id = participant.conversation_id
     WHERE participant.user_id = ?`,
    [userId],
  );
  const documents = handle.oneValue<number>('SELECT coalesce(max(id), 0) FROM search_document');
  const readableCount = rows.reduce((sum, { seq }) => sum + seq, 0);
  const isMost = rows.length > 1 && readableCount > documents * readableShareMin;
  return { conversationIds: rows.map(({ id }) => id), isMost };
}

/**
 * The conversations to name in the query, none where the person reads none; null where naming them
 * would cost more than it saves.
 */
function conversationsToName(input: IndexInput, { conversationIds, isMost }: Own) {
  const { phrases, senderId, hasFile } = input;
  const namesNothingElse = phrases.length === 0 && senderId === null && !hasFile;
  const areFew = conversationIds.length <= namedFew;
  return isMost && !areFew && !namesNothingElse ? null : conversationIds;
}

/** The documents between the ends in time that are asked for. */
function documentBounds(handle: ReadHandle, input: FindInput): { first: number; last: number } {
  const { above, below } = idBounds(input);
  const first = handle.value<number>(
    'SELECT id FROM search_document WHERE message_id > ? ORDER BY message_id LIMIT 1',
    [above],
  );
  const last = handle.value<number>(
    'SELECT id FROM search_document WHERE message_id < ? ORDER BY message_id DESC LIMIT 1',
    [below],
  );
  return { first: first ?? Number.MAX_SAFE_INTEGER, last: last ?? 0 };
}

// CROSS JOIN keeps this order: the documents first, from the newest down.
const columns =
  'message.id, message.content, message.sealed_content, message.text_key_id, has_file';
// Whether it may be read is known by the index over ids, before the message itself is opened.
const whoMayRead = `CROSS JOIN message AS place ON place.id = document.message_id
  CROSS JOIN participant
    ON participant.conversation_id = place.conversation_id AND participant.user_id = $user
  CROSS JOIN message
    ON message.conversation_id = place.conversation_id AND message.seq = place.seq`;
const matching = `SELECT ${columns} FROM message_index
  CROSS JOIN search_document AS document ON document.id = message_index.rowid ${whoMayRead}
  WHERE message_index MATCH $query AND message_index.rowid BETWEEN $first AND $last AND ${readable}
  ORDER BY message_index.rowid DESC LIMIT $limit`;
const newest = `SELECT ${columns} FROM search_document AS document ${whoMayRead}
  WHERE document.id BETWEEN $first AND $last AND ($hasFile = 0 OR has_file = 1) AND ${readable}
  ORDER BY document.id DESC LIMIT $limit`;

/** Of the messages in the index that may be read and hold every phrase, the newest. */
function findMatching(
  handle: ReadHandle,
  input: IndexInput,
  conversationIds: readonly ConversationId[] | null,
): ScannedRow[] {
  const isUnsaid = input.phrases.some(({ endings }) => endings?.length === 0);
  if (isUnsaid || conversationIds?.length === 0) return [];
  return handle.all<ScannedRow>(matching, {
    ...readableParameters(input),
    ...documentBounds(handle, input),
    query: indexQuery({ ...input, conversationIds }),
    limit: input.limit,
  });
}

/**
 * The same without phrases, for people who may read most of it; null where it is not enough of what is newest.
 */
function findNewest(handle: ReadHandle, input: FindInput): ScannedRow[] | null {
  const { first, last } = documentBounds(handle, input);
  const rows = handle.all<ScannedRow>(newest, {
    ...readableParameters(input),
    first: Math.max(first, last - documentsPerPageMax),
    last,
    hasFile: input.hasFile ? 1 : 0,
    limit: input.limit,
  });
  return rows.length < input.limit ? null : rows;
}

/**
 * Reads the newest of the messages in which all but the beginnings of words was found, for as long as many
 * of them hold these, too. For a beginning whose words are too many to name SQLite gathers every message
 * with any of them before it answers the first: of a letter or two, that is most of what was ever written.
 * @param promisingShare of those read, from 0 to 1
 * @returns null where a smaller share fits: this would not end soon
 */
function findAmongNewest(
  handle: ReadHandle,
  input: IndexInput,
  own: Own,
  promisingShare: number,
): MessageId[] | null {
  const phrases = input.phrases.filter((phrase) => !isOpen(phrase));
  const candidates = { ...input, phrases, limit: newestPage };
  const named = conversationsToName(candidates, own);
  const readNext = (): ScannedRow[] | null => {
    const areMany = own.isMost && own.conversationIds.length > namedFew;
    const goesThroughAll = areMany && phrases.length === 0 && input.senderId === null;
    const rows = goesThroughAll ? findNewest(handle, candidates) : null;
    if (rows !== null) return rows;
    const areTooMany = named !== null && named.length > namedMax;
    return areTooMany ? null : findMatching(handle, candidates, named);
  };
  const found: MessageId[] = [];
  for (let seen = 0; found.length < input.limit; seen += newestPage) {
    if (found.length < seen * promisingShare || seen >= newestReadMax) return null;
    const rows = readNext();
    if (rows === null) return null;
    const fitting = rows.filter((row) => holds(handle, row, input.phrases));
    found.push(...fitting.map(({ id }) => id));
    const last = rows.at(-1);
    if (last === undefined || rows.length < newestPage) break;
    candidates.before = last.id;
  }
  return found;
}

/** It is looked for by a beginning of more words than could be named. */
function isOpen({ isPrefix, endings }: IndexPhrase): boolean {
  return isPrefix && endings === undefined;
}

/** Of the messages in the index, the newest that the person may read now and that hold every phrase. */
export function findByIndex(handle: ReadHandle, asked: FindInput): MessageId[] {
  const own = ownConversations(handle, asked);
  const { beforeWordsAreNamed, beforeAllAreGathered } = promisingShares;
  const isBegun = asked.phrases.some(isOpen);
  const newestFound = isBegun ? findAmongNewest(handle, asked, own, beforeWordsAreNamed) : null;
  if (newestFound !== null) return newestFound;
  const input = { ...asked, phrases: nameBegunWords(handle, asked.phrases) };
  const isStillOpen = input.phrases.some(isOpen);
  const found = isStillOpen ? findAmongNewest(handle, input, own, beforeAllAreGathered) : null;
  if (found !== null) return found;
  return findMatching(handle, input, conversationsToName(input, own)).map(({ id }) => id);
}
