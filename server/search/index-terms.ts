import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { Phrase } from './search-query.ts';
import { tokenize } from './text-tokens.ts';

/** Changes whenever the same text would give other terms: the index is then made anew. */
export const termsVersion = `1 unicode ${process.versions['unicode'] ?? ''}`;

/** Begins the terms that are no words. It is for private use, so that no text's token has it. */
const marker = '\ue000';

/**
 * What the index is given for a message: terms between spaces.
 * @param fileNames one a line; null for a message without files
 */
export function searchTerms(
  content: string,
  conversationId: ConversationId,
  senderId: UserId,
  fileNames: string | null,
): string {
  const text = fileNames === null ? content : `${content}\n${fileNames}`;
  const words = tokenize(text).map((token) => token.text);
  const facts = [conversationTerm(conversationId), senderTerm(senderId)];
  return [...words, ...facts, ...(fileNames === null ? [] : [fileTerm])].join(' ');
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
  /** In any of these. */
  conversationIds: readonly ConversationId[];
  senderId: UserId | null;
  hasFile: boolean;
}

/** With more of them than these, it is quicker to leave out afterwards what is elsewhere. */
const conversationsInQueryMax = 200;

/** The query for SQLite's index. Terms are letters and digits: there is nothing to escape. */
export function indexQuery(query: IndexQuery): string {
  const parts = query.phrases.map(({ tokens, isPrefix }) => term(tokens.join(' '), isPrefix));
  if (query.senderId !== null) parts.push(term(senderTerm(query.senderId)));
  if (query.hasFile) parts.push(term(fileTerm));
  if (parts.length === 0 || query.conversationIds.length <= conversationsInQueryMax) {
    const places = query.conversationIds.map((id) => term(conversationTerm(id)));
    parts.push(`(${places.join(' OR ')})`);
  }
  return parts.join(' AND ');
}

function term(tokens: string, isPrefix = false): string {
  return isPrefix ? `"${tokens}" *` : `"${tokens}"`;
}
