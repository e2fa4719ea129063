import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { Phrase } from './search-query.ts';
import { tokenize } from './text-tokens.ts';

/** Changes whenever the same text would give other terms: the index is then made anew. */
export const termsVersion = `1 unicode ${process.versions['unicode'] ?? ''}`;

/** Begins the terms that are no words. It is for private use, so that no text's token has it. */
const marker = '\ue000';

/**
 * What the index is given for a message: terms between spaces.
 * @param hasFile 0 or 1, as SQLite calls it
 */
export function searchTerms(
  content: string,
  conversationId: ConversationId,
  senderId: UserId,
  hasFile: number,
): string {
  const words = tokenize(content).map(({ text }) => text);
  const facts = [conversationTerm(conversationId), senderTerm(senderId)];
  return [...words, ...facts, ...(hasFile === 1 ? [fileTerm] : [])].join(' ');
}

const fileTerm = `${marker}f`;

function conversationTerm(id: ConversationId): string {
  return `${marker}c${id.replaceAll('-', '')}`;
}

function senderTerm(id: UserId): string {
  return `${marker}u${id.replaceAll('-', '')}`;
}

export interface IndexQuery {
  phrases: readonly Phrase[];
  /** In any of these; null where nearly every message of the index may be read. */
  conversationIds: readonly ConversationId[] | null;
  senderId: UserId | null;
  hasFile: boolean;
}

/** The query for SQLite's index; nothing where every message of it fits. Terms are letters and digits: there is nothing to escape. */
export function indexQuery(query: IndexQuery): string {
  const parts = query.phrases.map(({ tokens, isPrefix }) => term(tokens.join(' '), isPrefix));
  if (query.senderId !== null) parts.push(term(senderTerm(query.senderId)));
  if (query.hasFile) parts.push(term(fileTerm));
  if (query.conversationIds !== null) {
    const places = query.conversationIds.map((id) => term(conversationTerm(id)));
    parts.push(`(${places.join(' OR ')})`);
  }
  return parts.join(' AND ');
}

function term(tokens: string, isPrefix = false): string {
  return isPrefix ? `"${tokens}" *` : `"${tokens}"`;
}
