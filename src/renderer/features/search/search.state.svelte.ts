import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import type { MessageSearch, SearchResult } from '#protocol/search.ts';
import { call, CallError } from '../../lib/bridge.ts';
import { isNarrowed, noFilters, searchRequest } from './search-filters.ts';
import type { SearchFilters } from './search-filters.ts';

export type SearchStatus = 'idle' | 'loading' | 'ready' | 'failed';

const pageSize = 20;

/** What is searched for, and what was found. */
export class SearchState {
  query = $state('');
  filters = $state.raw<SearchFilters>(noFilters);
  /** It was asked for, not only begun by typing. */
  #isKept = $state(false);
  /** Whether results stand where the list of conversations does. */
  readonly isOpen = $derived(this.#isKept || this.query !== '' || isNarrowed(this.filters));
  /** In a narrow window: whether the search covers the conversation. */
  isInFront = $state(false);
  /** Set anew each time that the field is to take the focus. */
  focusRequest = $state.raw<object | null>(null);
  results = $state.raw<readonly SearchResult[]>([]);
  status = $state<SearchStatus>('idle');
  hasMore = $state(false);
  isLoadingMore = $state(false);
  /** Counts requests, so that an answer that was overtaken is dropped. */
  #asked = 0;
  #request: MessageSearch | null = null;
  readonly #erased = new Set<MessageId>();

  /** @param conversationId to search there only */
  open(conversationId: ConversationId | null = null): void {
    this.filters = { ...this.filters, conversationId };
    this.#isKept = true;
    this.isInFront = true;
    this.focusRequest = {};
  }

  close(): void {
    this.query = '';
    this.filters = noFilters;
    this.#isKept = false;
    this.isInFront = false;
    this.#forget();
  }

  narrow(change: Partial<SearchFilters>): void {
    this.filters = { ...this.filters, ...change };
  }

  /** Asks for what is wanted now; earlier results stay until the answer is here. Throws CallError. */
  async run(): Promise<void> {
    this.#request = searchRequest(this.query, this.filters, Date.now());
    if (this.#request === null) {
      this.#forget();
      return;
    }
    this.#asked += 1;
    const asked = this.#asked;
    this.status = 'loading';
    try {
      const found = await this.#ask(this.#request);
      if (asked === this.#asked) this.#show(found, found.length === pageSize);
    } finally {
      if (asked === this.#asked && this.status === 'loading') this.status = 'failed';
    }
  }

  /** Adds the next page of older results. Throws CallError. */
  async more(): Promise<void> {
    const last = this.results.at(-1);
    if (this.#request === null || last === undefined || this.isLoadingMore) return;
    const asked = this.#asked;
    this.isLoadingMore = true;
    try {
      const older = await this.#ask({ ...this.#request, before: last.message.id });
      if (asked !== this.#asked) return;
      const known = new Set(this.results.map(({ message }) => message.id));
      const added = older.filter(({ message }) => !known.has(message.id));
      this.#show([...this.results, ...added], older.length === pageSize);
    } finally {
      this.isLoadingMore = false;
    }
  }

  /** What was deleted or destroyed must not be read in the results either. */
  erased(messageId: MessageId): void {
    // An answer that is on its way may still hold it.
    if (this.status !== 'idle') this.#erased.add(messageId);
    this.results = this.results.filter(({ message }) => message.id !== messageId);
  }

  /** Another text may fit no more, or only now. */
  updated(messageId: MessageId): void {
    const isShown = this.results.some(({ message }) => message.id === messageId);
    // Made anew, they make the panel ask again.
    if (isShown) this.filters = { ...this.filters };
  }

  left(conversationId: ConversationId): void {
    this.results = this.results.filter(({ message }) => message.conversation_id !== conversationId);
    if (this.filters.conversationId === conversationId) this.narrow({ conversationId: null });
  }

  #ask(request: MessageSearch): Promise<SearchResult[]> {
    return call('searchMessages', { ...request, limit: pageSize }).catch((error: unknown) => {
      // Signs alone are nothing to look for, and no failure.
      const isNothing = error instanceof CallError && error.failure.code === 'VALIDATION_ERROR';
      if (isNothing) return [];
      throw error;
    });
  }

  #show(found: readonly SearchResult[], hasMore: boolean): void {
    this.results = found.filter(({ message }) => !this.#erased.has(message.id));
    this.hasMore = hasMore;
    this.status = 'ready';
  }

  #forget(): void {
    this.#asked += 1;
    this.#request = null;
    this.#erased.clear();
    this.results = [];
    this.hasMore = false;
    this.status = 'idle';
  }
}
