import { messageSearch } from '#protocol/search.ts';
import type { SearchResult } from '#protocol/search.ts';
import { defineCall } from './call.ts';

export const searchCalls = {
  /** Messages that the person may read, newest first; the last one's id asks for the page after. */
  searchMessages: defineCall<SearchResult[]>()(messageSearch),
};
