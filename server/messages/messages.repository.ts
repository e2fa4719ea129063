import { AppError } from '#protocol/errors.ts';
import type { ConversationId, MessageId, SessionId, UserId } from '#protocol/identifiers.ts';
import type { Message, MessageDraft } from '#protocol/messages.ts';
import { attachmentsOf, attachToMessage } from '../access/attachments.repository.ts';
import { requireMayWrite } from '../access/may-write.repository.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import { eraseSentDraft } from './drafts.repository.ts';
import { deleteMessage, destroyMessage, editMessage } from './message-changes.repository.ts';
import type { DeleteInput, EditInput } from './message-changes.repository.ts';
import { newMessageId } from './message-id.repository.ts';
import {
  insertRow,
  lastMessage,
  presentMessages,
  presentNewMessage,
  presentPage,
  rowsOfPage,
  selectMessages,
} from './message-rows.repository.ts';
import type { MessagePage, MessageRow } from './message-rows.repository.ts';
import { storeText } from './sealed-text.repository.ts';

export interface SendInput {
  conversationId: ConversationId;
  senderId: UserId;
  sessionId: SessionId;
  draft: MessageDraft;
}

export interface PageInput {
  conversationId: ConversationId;
  readerId: UserId;
  limit: number;
  offset: number;
  /** At most one of them is set. */
  before: MessageId | null;
  after: MessageId | null;
  around: MessageId | null;
  /** In milliseconds since 1970. */
  aroundTime: number | null;
}

function byId(handle: ReadHandle, id: MessageId): MessageRow | undefined {
  return handle.get<MessageRow>(`${selectMessages} WHERE message.id = ?`, [id]);
}

function sentBefore(handle: ReadHandle, { senderId, draft }: SendInput): MessageRow | undefined {
  if (draft.client_message_id == null) return undefined;
  return handle.get<MessageRow>(
    `${selectMessages} WHERE message.sender_id = ? AND message.client_message_id = ?`,
    [senderId, draft.client_message_id],
  );
}

function requireRepliedTo(handle: ReadHandle, { conversationId, draft }: SendInput): void {
  if (draft.reply_to_message_id == null) return;
  if (byId(handle, draft.reply_to_message_id)?.conversation_id !== conversationId) {
    throw new AppError('MESSAGE_NOT_FOUND', { detail: 'The message replied to is not here' });
  }
}

/** Answers the message as nobody has got it yet, made from what was written: nothing is read back. */
function insert(
  handle: WriteHandle,
  { conversationId, senderId, sessionId, draft }: SendInput,
  place: number,
): Message {
  const { now } = handle;
  const id = newMessageId(handle);
  const timer = draft.self_destruct_timer ?? null;
  const seq = handle.oneValue<number>(
    'UPDATE conversation SET seq = seq + 1, last_message_at = ? WHERE id = ? RETURNING seq',
    [now, conversationId],
  );
  const username = handle.oneValue<string>('SELECT username FROM user WHERE id = ?', [senderId]);
  const stored = storeText(handle, id, draft.content, { sealed: timer !== null });
  const row: MessageRow = {
    conversation_id: conversationId,
    seq,
    id,
    sender_id: senderId,
    sender_username: username,
    session_id: sessionId,
    client_message_id: draft.client_message_id ?? null,
    content: stored.content,
    sealed_content: stored.sealed,
    text_key_id: stored.key,
    message_type: draft.message_type,
    reply_to_message_id: draft.reply_to_message_id ?? null,
    created_at: now,
    edited_at: null,
    self_destruct_at: timer === null ? null : now + timer * 1000,
    is_destroyed: 0,
    deleted_at: null,
  };
  insertRow(handle, row, place);
  attachToMessage(handle, draft.attachments, { messageId: id, senderId });
  // A new message brings an archived conversation back.
  handle.run(
    'UPDATE participant SET is_archived = 0 WHERE conversation_id = ? AND is_archived = 1',
    [conversationId],
  );
  const attachments =
    draft.attachments.length === 0 ? [] : (attachmentsOf(handle, [id]).get(id) ?? []);
  return presentNewMessage(row, draft.content, attachments);
}

/** The seq from which a page counts, or an error where the message is not in this conversation. */
function anchorSeq(handle: ReadHandle, conversationId: ConversationId, id: MessageId): number {
  const seq = handle.value<number>('SELECT seq FROM message WHERE id = ? AND conversation_id = ?', [
    id,
    conversationId,
  ]);
  if (seq === undefined) throw new AppError('MESSAGE_NOT_FOUND');
  return seq;
}

/** The newest `limit` messages up to `last`, newest first, after leaving out `offset`. */
function newest(handle: ReadHandle, input: PageInput, last: number): MessageRow[] {
  // Numbers have no gaps, so an offset is a difference.
  const parameters = [input.conversationId, last - input.offset, input.limit];
  const condition = 'WHERE conversation_id = ? AND seq <= ? ORDER BY seq DESC LIMIT ?';
  return rowsOfPage(handle, condition, parameters);
}

/** The `limit` messages right after `seq`, newest first. */
function following(handle: ReadHandle, input: PageInput, seq: number): MessageRow[] {
  const parameters = [input.conversationId, seq + input.offset, input.limit];
  const condition = 'WHERE conversation_id = ? AND seq > ? ORDER BY seq LIMIT ?';
  return rowsOfPage(handle, condition, parameters).reverse();
}

function newestSeq(handle: ReadHandle, conversationId: ConversationId): number {
  return handle.value<number>('SELECT seq FROM conversation WHERE id = ?', [conversationId]) ?? 0;
}

/**
 * The first message that was sent at a time or later; the newest where there is none. The numbers
 * follow the time, so that a few looks find it in any history: no index has to be kept for it.
 */
function seqAt(handle: ReadHandle, conversationId: ConversationId, timeMs: number): number {
  let first = 1;
  let last = newestSeq(handle, conversationId);
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    const sentAt = handle.value<number>(
      'SELECT created_at FROM message WHERE conversation_id = ? AND seq = ?',
      [conversationId, middle],
    );
    if ((sentAt ?? 0) < timeMs) first = middle + 1;
    else last = middle;
  }
  return last;
}

function page(handle: ReadHandle, input: PageInput): MessageRow[] {
  const { conversationId, limit } = input;
  const seqOf = (id: MessageId) => anchorSeq(handle, conversationId, id);
  if (input.before !== null) return newest(handle, input, seqOf(input.before) - 1);
  if (input.after !== null) return following(handle, input, seqOf(input.after));
  const afterAnchor = Math.floor((limit - 1) / 2);
  if (input.around !== null) return newest(handle, input, seqOf(input.around) + afterAnchor);
  if (input.aroundTime !== null) {
    return newest(handle, input, seqAt(handle, conversationId, input.aroundTime) + afterAnchor);
  }
  return newest(handle, input, newestSeq(handle, conversationId));
}

export const messagesRepository = defineRepository({
  name: 'messages',
  reads: {
    page(handle, input: PageInput): MessagePage {
      return presentPage(handle, input, page(handle, input));
    },
    /** The newest message of each conversation that has one. */
    newestOf(handle, conversationIds: readonly ConversationId[]): Message[] {
      return conversationIds.flatMap((id) => lastMessage(handle, id) ?? []);
    },
    many(handle, ids: readonly MessageId[]): Message[] {
      const rows = ids.map((id) => byId(handle, id)).filter((row) => row !== undefined);
      return presentMessages(handle, rows);
    },
    /** When the next message is due to be destroyed, in milliseconds since 1970. */
    nextDestruction(handle): number | null {
      return (
        handle.value<number>(
          `SELECT min(self_destruct_at) FROM message
           WHERE self_destruct_at IS NOT NULL AND is_destroyed = 0`,
        ) ?? null
      );
    },
  },
  writes: {
    send(handle, input: SendInput): { message: Message; isNew: boolean } {
      // A repeated send is answered even where a new one would be refused: it was accepted then.
      const earlier = sentBefore(handle, input);
      if (earlier !== undefined) {
        const [message] = presentMessages(handle, [earlier]);
        if (message !== undefined) return { message, isNew: false };
      }
      const { senderId: userId, conversationId } = input;
      requireMayWrite(handle, { userId, conversationId }, 'CONVERSATION_NOT_FOUND');
      requireRepliedTo(handle, input);
      const place = handle.takePlace();
      const message = insert(handle, input, place);
      const scope = { conversation_id: input.conversationId };
      handle.publish(scope, { type: 'new_message', ...scope, message }, place);
      eraseSentDraft(handle, { userId, conversationId }, input.draft.content);
      return { message, isNew: true };
    },
    /** Answers whether there was something to change. */
    edit(handle, input: EditInput): boolean {
      return editMessage(handle, input);
    },
    /** Answers whether there was something to delete. */
    delete(handle, input: DeleteInput): boolean {
      return deleteMessage(handle, input);
    },
    /** Erases what is due; answers how many there were. */
    destroyDue(handle, limit: number): number {
      const due = handle.all<MessageRow>(
        `SELECT * FROM message WHERE self_destruct_at <= ? AND is_destroyed = 0
         ORDER BY self_destruct_at, conversation_id, seq LIMIT ?`,
        [handle.now, limit],
      );
      for (const row of due) destroyMessage(handle, row);
      return due.length;
    },
  },
});
