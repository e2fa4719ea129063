import { ClientError } from '#client/chat-client.ts';
import type { ChatClient } from '#client/chat-client.ts';
import * as conversations from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { listDrafts } from '#protocol/drafts.ts';
import type { Draft } from '#protocol/drafts.ts';
import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import { listMessages } from '#protocol/messages.ts';
import type { Message } from '#protocol/messages.ts';
import { listFriendRequests, listFriends } from '#protocol/people.ts';
import type { Friend, FriendRequest } from '#protocol/people.ts';
import type { PersonCache } from './person-cache.ts';

type Client = Pick<ChatClient, 'call' | 'connection'>;
type IsFresh = (subject: string) => boolean;

interface MessagesPage {
  limit?: number;
  before_message_id?: MessageId | undefined;
  after_message_id?: MessageId | undefined;
  around_message_id?: MessageId | undefined;
  around_time?: string | undefined;
}

interface Requests {
  incoming: FriendRequest[];
  outgoing: FriendRequest[];
}

/**
 * What the app shows, from the server while there is a connection and otherwise as it was seen last.
 * Calls throw as the client's do when there is neither.
 */
export class CachedReads {
  readonly #client: Client;
  readonly #cache: () => PersonCache | null;
  readonly #now: () => number;

  constructor(client: Client, cache: () => PersonCache | null, now: () => number = Date.now) {
    this.#client = client;
    this.#cache = cache;
    this.#now = now;
  }

  /** All of them, the most recently active first; with `known` as they were seen last, if they were. */
  listConversations(archived: boolean, { known } = { known: false }): Promise<Conversation[]> {
    const listed = archived ? 'archivedListed' : 'conversationsListed';
    return this.#read({
      prefersKnown: known,
      ask: () => listAll(this.#client, archived),
      keep: (cache, all, isFresh) => {
        cache.keepConversations(all, archived, isFresh);
      },
      recall: (cache) =>
        cache.values.get(listed) && cache.conversations.list(archived).sort(byActivity),
    });
  }

  getConversation(conversation_id: ConversationId): Promise<Conversation> {
    const params = { conversation_id };
    return this.#read({
      ask: () => this.#client.call(conversations.getConversation, { params }),
      keep: (cache, conversation, isFresh) => {
        cache.keepConversation(conversation, isFresh);
      },
      recall: (cache) => cache.conversations.get(conversation_id),
    });
  }

  /** Read means seen: what is only fetched is not marked. */
  listMessages(conversation_id: ConversationId, page: MessagesPage): Promise<Message[]> {
    const input = { params: { conversation_id }, query: { ...page, mark_read: false } };
    return this.#read({
      ask: () => this.#client.call(listMessages, input),
      keep: (cache, messages, isFresh) => {
        cache.keepMessages(messages, isFresh);
      },
      recall: (cache) => recallMessages(cache, conversation_id, page),
    });
  }

  /** As far as the server has been told of them. */
  listDrafts(): Promise<Draft[]> {
    return this.#read({
      ask: () => this.#client.call(listDrafts, {}),
      keep: (cache, drafts) => {
        cache.keepDrafts(drafts);
      },
      recall: (cache) => cache.drafts.list({ unsaved: false }),
    });
  }

  listFriends(): Promise<Friend[]> {
    return this.#read({
      ask: () => this.#client.call(listFriends, {}),
      keep: (cache, friends) => {
        cache.keepFriends(friends);
      },
      recall: (cache) =>
        cache.values.get('friends')?.map((friend) => ({ ...friend, online: false })) ?? null,
    });
  }

  listFriendRequests(): Promise<Requests> {
    return this.#read({
      ask: () => this.#client.call(listFriendRequests, {}),
      keep: (cache, requests) => {
        cache.keepFriendRequests(requests);
      },
      recall: (cache) => cache.values.get('friendRequests'),
    });
  }

  /** `recall` answers null where the cache knows nothing. */
  async #read<T>(way: {
    ask: () => Promise<T>;
    keep: (cache: PersonCache, answer: T, isFresh: IsFresh) => void;
    recall: (cache: PersonCache) => T | null;
    prefersKnown?: boolean;
  }): Promise<T> {
    const cache = this.#cache();
    if (cache === null) return way.ask();
    const recall = () => cache.recall(this.#now(), () => way.recall(cache));
    if (way.prefersKnown === true || this.#client.connection.status !== 'online') {
      const known = recall();
      if (known !== null) return known;
    }
    try {
      return await cache.keepAnswer(way.ask, (answer, isFresh) => {
        way.keep(cache, answer, isFresh);
      });
    } catch (error) {
      const known = isUnreachable(error) && this.#cache() === cache ? recall() : null;
      if (known === null) throw error;
      return known;
    }
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof ClientError && error.code === 'UNREACHABLE';
}

function byActivity(first: Conversation, second: Conversation): number {
  return second.last_message_at.localeCompare(first.last_message_at);
}

/** Null where a message is missing that would have to be in the page. */
function recallMessages(
  { conversations: known, messages }: PersonCache,
  conversationId: ConversationId,
  { limit = limits.messagePageDefault, ...anchors }: MessagesPage,
): Message[] | null {
  const { before_message_id, after_message_id, around_message_id, around_time } = anchors;
  const anchor =
    before_message_id ??
    after_message_id ??
    around_message_id ??
    (around_time === undefined ? null : messages.idAt(conversationId, Date.parse(around_time)));
  const conversation = known.get(conversationId);
  // A cache of an earlier version does not say it.
  const firstSeq = conversation?.first_seq ?? 1;
  if (anchor === null) {
    const page = messages.page(conversationId, { before: null, limit });
    return page.length > 0 || (conversation && conversation.seq < firstSeq) ? page : null;
  }
  const seq = messages.get(anchor)?.seq;
  if (seq === undefined) return null;
  if (before_message_id !== undefined) {
    const page = messages.page(conversationId, { before: seq, limit });
    return page.length > 0 || seq <= firstSeq ? page : null;
  }
  // Whoever pages towards the newest messages takes a short page for the last one.
  if (!messages.leadsToNewest(conversationId, seq)) return null;
  const newest = messages.newest(conversationId)?.seq ?? seq;
  const isAround = after_message_id === undefined;
  const last = Math.min(newest, seq + (isAround ? Math.floor((limit - 1) / 2) : limit));
  const count = isAround ? limit : last - seq;
  return messages.page(conversationId, { before: last + 1, limit: count });
}

/** Page by page; a conversation that moved to another page meanwhile is listed once. */
async function listAll(client: Client, archived: boolean): Promise<Conversation[]> {
  const limit = limits.conversationPageMax;
  const found = new Map<string, Conversation>();
  for (let offset = 0; ; offset += limit) {
    const query = { limit, offset, archived };
    const page = await client.call(conversations.listConversations, { query });
    for (const conversation of page) found.set(conversation.id, conversation);
    if (page.length < limit) return [...found.values()];
  }
}
