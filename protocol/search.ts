import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { conversationId, messageId, userId } from './identifiers.ts';
import { limits } from './limits.ts';
import { message } from './messages.ts';
import { boundedText } from './text.ts';

const snippetPart = z.object({ text: z.string(), is_match: z.boolean() });
export type SnippetPart = z.infer<typeof snippetPart>;

export const searchResult = z.object({
  message,
  /** The words around the first match, as plain text. */
  snippet: z.string(),
  /** The same in parts, of which the matching ones are to be set off. */
  snippet_parts: z.array(snippetPart),
});
export type SearchResult = z.infer<typeof searchResult>;

/** RFC 3339, in any zone. */
const moment = z.iso.datetime({ offset: true });

/** Every part but the page narrows the search; at least one of them must be given. */
export const messageSearch = z.object({
  /** Words that must all occur, the last and any `word*` as a beginning; "phrases" in quotes. */
  q: boundedText({ min: 0, max: limits.searchQueryMaxCharacters }).default(''),
  conversation_id: conversationId.optional(),
  from_user_id: userId.optional(),
  /** Sent then or later. */
  sent_after: moment.optional(),
  /** Sent earlier than then. */
  sent_before: moment.optional(),
  /** Only messages that carry a file. */
  has_attachment: z.boolean().default(false),
  limit: z.int().min(1).max(limits.searchPageMax).default(limits.searchPageDefault),
  /** The last message of the page before: only older ones are answered. */
  before: messageId.optional(),
});
export type MessageSearch = z.input<typeof messageSearch>;

export const searchMessages = defineEndpoint({
  method: 'GET',
  path: '/api/v1/messages/search',
  summary: 'Search the messages that you may read, newest first',
  tag: 'messages',
  access: 'user',
  scope: 'messages:read',
  rateLimit: 'search',
  query: messageSearch,
  answers: { 200: z.array(searchResult) },
  errors: ['CONVERSATION_NOT_FOUND'],
});
