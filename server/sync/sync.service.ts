import { z } from 'zod';
import type { Draft } from '#protocol/drafts.ts';
import { AppError } from '#protocol/errors.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import { conversationId as conversationIdSchema } from '#protocol/identifiers.ts';
import type { ConversationId, Cursor, MessageId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { Caller } from '../access/caller.ts';
import { asCursor } from '../db/handles.ts';
import type { EventRow } from '../db/handles.ts';
import type { Repository } from '../db/repository.ts';
import type { DraftsService } from '../messages/drafts.service.ts';
import type { MessagesService } from '../messages/messages.service.ts';
import type { ReceiptsService } from '../receipts/receipts.service.ts';
import type { syncRepository } from './sync.repository.ts';

export interface SyncOptions {
  repository: Repository<typeof syncRepository>;
  messages: MessagesService;
  drafts: DraftsService;
  receipts: ReceiptsService;
}

export interface SyncAnswer {
  events: ReplayableEvent[];
  next_cursor: Cursor;
  has_more: boolean;
}

/** Brings any client up to date, however long it was away. */
export class SyncService {
  readonly #options: SyncOptions;

  constructor(options: SyncOptions) {
    this.#options = options;
  }

  /** The log's scopes are the access check: the caller's conversations of now, and the caller. */
  async read(caller: Caller, cursor: Cursor | undefined, limit: number): Promise<SyncAnswer> {
    const { repository } = this.#options;
    if (cursor === undefined) {
      const place = await repository.newestPlace();
      return { events: [], next_cursor: asCursor(place), has_more: false };
    }
    if (await repository.hasSeenLost(Number(cursor))) {
      throw new AppError('VALIDATION_ERROR', { detail: 'The cursor is from before a restoration' });
    }
    const { userId } = caller;
    const page = await repository.page({ userId, after: Number(cursor), limit });
    const events = await this.#restore(caller, page.rows);
    this.#noteDelivered(caller, events);
    return { events, next_cursor: asCursor(page.next), has_more: page.hasMore };
  }

  /** Messages and drafts come back as they are now: what was erased since stays erased. */
  async #restore(caller: Caller, rows: readonly EventRow[]): Promise<ReplayableEvent[]> {
    const ids = rows.flatMap((row) => row.message_id ?? []);
    const messages = ids.length === 0 ? [] : await this.#options.messages.many(ids);
    const byId = new Map<MessageId, Message>(messages.map((message) => [message.id, message]));
    const drafts = rows.some((row) => row.type === 'draft_changed')
      ? await this.#options.drafts.byConversation(caller.userId)
      : noDrafts;
    return rows.flatMap((row) => {
      if (row.type === 'draft_changed') return [restoreDraft(row, drafts)];
      const message = row.message_id === null ? undefined : byId.get(row.message_id);
      if (row.message_id !== null && message === undefined) return [];
      return [restoreEvent(row, message)];
    });
  }

  #noteDelivered(caller: Caller, events: readonly ReplayableEvent[]): void {
    const furthest = new Map<ConversationId, number>();
    for (const event of events) {
      if (event.type === 'new_message') furthest.set(event.conversation_id, event.message.seq);
    }
    for (const [conversationId, seq] of furthest) {
      this.#options.receipts.noteDelivered(caller.userId, conversationId, seq);
    }
  }
}

const storedData = z.looseObject({});
const storedDraft = z.object({ conversation_id: conversationIdSchema });
const noDrafts: ReadonlyMap<ConversationId, Draft> = new Map();

function restoreDraft(
  row: EventRow,
  drafts: ReadonlyMap<ConversationId, Draft>,
): Extract<ReplayableEvent, { type: 'draft_changed' }> {
  const { conversation_id } = storedDraft.parse(JSON.parse(row.data));
  const timestamp = new Date(row.created_at).toISOString();
  const gone = {
    conversation_id,
    content: '',
    reply_to_message_id: null,
    self_destruct_timer: null,
    updated_at: timestamp,
  };
  const draft = drafts.get(conversation_id) ?? gone;
  return { type: 'draft_changed', conversation_id, draft, timestamp, cursor: asCursor(row.cursor) };
}

function restoreEvent(row: EventRow, message: Message | undefined): ReplayableEvent {
  return {
    type: row.type,
    ...storedData.parse(JSON.parse(row.data)),
    ...(message === undefined ? {} : partOf(message, row.type)),
    timestamp: new Date(row.created_at).toISOString(),
    cursor: asCursor(row.cursor),
    // The log was written from events of this very type.
  } as ReplayableEvent;
}

/** What the event shows of a message. */
function partOf(message: Message, type: EventRow['type']): Partial<ReplayableEvent> {
  const isReaction = type === 'reaction_added' || type === 'reaction_removed';
  if (isReaction) return { reactions: message.reactions };
  return { conversation_id: message.conversation_id, message };
}
