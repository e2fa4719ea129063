import { AppError } from '#protocol/errors.ts';
import type { Message } from '#protocol/messages.ts';
import type { messageSearch, SearchResult } from '#protocol/search.ts';
import type { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Repository } from '../db/repository.ts';
import type { MessagesService } from '../messages/messages.service.ts';
import { parseQuery } from './search-query.ts';
import type { Phrase } from './search-query.ts';
import type { searchRepository } from './search.repository.ts';
import { makeSnippet } from './snippet.ts';

export interface SearchOptions {
  repository: Repository<typeof searchRepository>;
  permissions: Permissions;
  messages: MessagesService;
}

export type SearchRequest = z.output<typeof messageSearch>;

/** Finds messages by their words. */
export class SearchService {
  readonly #options: SearchOptions;

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  /**
   * Newest first, of the conversations in which the caller takes part now.
   * @throws AppError CONVERSATION_NOT_FOUND; VALIDATION_ERROR when there is nothing to look for.
   */
  async search(caller: Caller, request: SearchRequest): Promise<SearchResult[]> {
    const { permissions, repository, messages } = this.#options;
    const { conversation_id: conversationId } = request;
    if (conversationId !== undefined) await permissions.requireMember(caller, conversationId);
    const phrases = phrasesOf(request);
    const ids = await repository.find({
      userId: caller.userId,
      phrases,
      conversationId: conversationId ?? null,
      senderId: request.from_user_id ?? null,
      sentAfter: timeOf(request.sent_after),
      sentBefore: timeOf(request.sent_before),
      hasFile: request.has_attachment,
      before: request.before ?? null,
      limit: request.limit,
    });
    // As they are by now: what was erased since it was found is left out.
    return (await messages.many(ids)).flatMap((message) => present(message, phrases) ?? []);
  }
}

function timeOf(moment: string | undefined): number | null {
  return moment === undefined ? null : Date.parse(moment);
}

function phrasesOf(request: SearchRequest): Phrase[] {
  const phrases = parseQuery(request.q);
  const { from_user_id, sent_after, sent_before, has_attachment } = request;
  const narrows = [from_user_id, sent_after, sent_before].some((each) => each !== undefined);
  const isBlank = request.q.trim() === '';
  if (phrases.length > 0 || (isBlank && (narrows || has_attachment))) return phrases;
  throw new AppError('VALIDATION_ERROR', {
    fields: [{ path: 'query.q', message: 'holds no letter or digit to look for' }],
  });
}

function present(message: Message, phrases: readonly Phrase[]): SearchResult | null {
  if (message.is_destroyed || message.is_deleted) return null;
  const parts = makeSnippet(message.content, phrases);
  if (parts === null) return null;
  return { message, snippet: parts.map(({ text }) => text).join(''), snippet_parts: parts };
}
