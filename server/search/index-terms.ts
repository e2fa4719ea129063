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

/** A phrase whose last word is only begun may have all words by which the index goes on named instead. */
export interface IndexPhrase extends Phrase {
  endings?: readonly string[];
}

export interface IndexQuery {
  phrases: readonly IndexPhrase[];
  /** In any of these; null where nearly every message of the index may be read. */
  conversationIds: readonly ConversationId[] | null;
  senderId: UserId | null;
  hasFile: boolean;
}

/** The query for SQLite's index; nothing where every message of it fits. Terms are letters and digits: there is nothing to escape. */
export function indexQuery(query: IndexQuery): string {
  const parts = query.phrases.map(phraseTerms);
  if (query.senderId !== null) parts.push(term(senderTerm(query.senderId)));
  if (query.hasFile) parts.push(term(fileTerm));
  if (query.conversationIds === null) return parts.join(' AND ');
  const places = query.conversationIds.map((id) => term(conversationTerm(id))).join(' OR ');
  if (parts.length < 2) return [...parts, `(${places})`].join(' AND ');
  return `${firstOfAll(parts)} AND (${places})`;
}

/**
 * Of several parts SQLite moves each on to wherever another one is, conversations too, long before any fit together.
 * Those of a NOT it brings together on their own, and only what holds them all is looked for in the conversations.
 */
function firstOfAll(parts: readonly string[]): string {
  return `((${parts.join(' AND ')}) NOT ${term(marker)})`;
}

function phraseTerms({ tokens, isPrefix, endings }: IndexPhrase): string {
  if (endings === undefined) return term(tokens.join(' '), isPrefix);
  const begun = tokens.slice(0, -1);
  return `(${endings.map((ending) => term([...begun, ending].join(' '))).join(' OR ')})`;
}

function term(tokens: string, isPrefix = false): string {
  return isPrefix ? `"${tokens}" *` : `"${tokens}"`;
}
