import type { ConversationId } from '#protocol/identifiers.ts';
import type { SearchResult } from '#protocol/search.ts';

export interface ResultGroup {
  /** Tells groups apart: a conversation may have several, further down. */
  key: string;
  conversationId: ConversationId;
  results: SearchResult[];
}

/** Neighbours of one conversation together; the order, newest first, stays. */
export function groupResults(results: readonly SearchResult[]): ResultGroup[] {
  const groups: ResultGroup[] = [];
  for (const result of results) {
    const { conversation_id: conversationId, id } = result.message;
    const last = groups.at(-1);
    if (last?.conversationId === conversationId) last.results.push(result);
    else groups.push({ key: id, conversationId, results: [result] });
  }
  return groups;
}
