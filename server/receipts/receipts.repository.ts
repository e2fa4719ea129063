import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';

export interface MessagePlace {
  id: MessageId;
  conversation_id: ConversationId;
  sender_id: UserId;
  seq: number;
  created_at: number;
}

export interface ReceiptRow {
  user_id: UserId;
  delivered_at: number | null;
  read_at: number | null;
}

/** Everything up to `seq` has reached these people. */
export interface Delivery {
  conversationId: ConversationId;
  seq: number;
  userIds: UserId[];
}

interface Reader {
  userId: UserId;
  conversationId: ConversationId;
}

interface Unread {
  id: MessageId;
  seq: number;
}

/** Messages of others above the watermark that no mark covers. */
const unreadCondition = `message.conversation_id = $conversation
  AND message.seq > (SELECT read_seq FROM participant
    WHERE conversation_id = $conversation AND user_id = $user)
  AND message.sender_id <> $user AND message.is_destroyed = 0 AND message.deleted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM read_mark AS mark
    WHERE mark.conversation_id = $conversation AND mark.user_id = $user
      AND mark.first_seq <= message.seq AND mark.last_seq >= message.seq)`;

function unread(handle: ReadHandle, { userId, conversationId }: Reader): Unread[] {
  return handle.all<Unread>(`SELECT id, seq FROM message WHERE ${unreadCondition} ORDER BY seq`, {
    conversation: conversationId,
    user: userId,
  });
}

/** Marks messages as read, one range for each run of neighbours; answers those that were unread. */
function mark(handle: WriteHandle, reader: Reader, messages: readonly Unread[]): void {
  let run: { first: number; last: number } | null = null;
  const close = () => {
    if (run !== null) insertMark(handle, reader, run.first, run.last);
  };
  for (const { seq } of messages) {
    if (run?.last === seq - 1) {
      run.last = seq;
    } else {
      close();
      run = { first: seq, last: seq };
    }
  }
  close();
  advanceWatermark(handle, reader);
}

function insertMark(handle: WriteHandle, reader: Reader, first: number, last: number): void {
  handle.run(
    `INSERT INTO read_mark (conversation_id, user_id, first_seq, last_seq, read_at)
     VALUES (?, ?, ?, ?, ?)`,
    [reader.conversationId, reader.userId, first, last, handle.now],
  );
}

/** Moves the watermark up to the message before the first one that is still unread. */
function advanceWatermark(handle: WriteHandle, { userId, conversationId }: Reader): void {
  handle.run(
    `UPDATE participant SET read_seq = coalesce(
       (SELECT message.seq - 1 FROM message WHERE ${unreadCondition}
        ORDER BY message.seq LIMIT 1),
       (SELECT seq FROM conversation WHERE id = $conversation))
     WHERE conversation_id = $conversation AND user_id = $user`,
    { conversation: conversationId, user: userId },
  );
}

interface Delivered {
  id: MessageId;
  conversation_id: ConversationId;
  seq: number;
  sender_id: UserId;
  client_message_id: string | null;
}

/** Moves people's delivery watermarks; answers each message that reached somebody by it, and whom. */
function deliver(
  handle: WriteHandle,
  { conversationId, seq, userIds }: Delivery,
): { message: Delivered; user_ids: UserId[] }[] {
  const waiting = handle.all<{ user_id: UserId; delivered_seq: number }>(
    `SELECT user_id, delivered_seq FROM participant WHERE conversation_id = ?
       AND user_id IN (SELECT value FROM json_each(?)) AND delivered_seq < ?`,
    [conversationId, JSON.stringify(userIds), seq],
  );
  if (waiting.length === 0) return [];
  const least = Math.min(...waiting.map((each) => each.delivered_seq));
  const people = JSON.stringify(waiting.map((each) => each.user_id));
  handle.run(
    `UPDATE participant SET delivered_seq = ? WHERE conversation_id = ?
       AND user_id IN (SELECT value FROM json_each(?))`,
    [seq, conversationId, people],
  );
  handle.run(
    `INSERT INTO delivery_mark (conversation_id, user_id, last_seq, delivered_at)
     SELECT ?, value, ?, ? FROM json_each(?)`,
    [conversationId, seq, handle.now, people],
  );
  const messages = handle.all<Delivered>(
    `SELECT id, conversation_id, seq, sender_id, client_message_id FROM message
     WHERE conversation_id = ? AND seq > ? AND seq <= ? ORDER BY seq`,
    [conversationId, least, seq],
  );
  return messages.map((message) => ({
    message,
    user_ids: waiting
      .filter((each) => each.delivered_seq < message.seq && each.user_id !== message.sender_id)
      .map((each) => each.user_id),
  }));
}

export const receiptsRepository = defineRepository({
  name: 'receipts',
  reads: {
    place(handle, id: MessageId): MessagePlace | null {
      return (
        handle.get<MessagePlace>(
          'SELECT id, conversation_id, sender_id, seq, created_at FROM message WHERE id = ?',
          [id],
        ) ?? null
      );
    },
    receipts(handle, place: MessagePlace): ReceiptRow[] {
      return handle.all<ReceiptRow>(
        `SELECT user_id,
           (SELECT min(delivered_at) FROM delivery_mark AS mark
            WHERE mark.conversation_id = $conversation AND mark.user_id = participant.user_id
              AND mark.last_seq >= $seq) AS delivered_at,
           (SELECT read_at FROM read_mark AS mark
            WHERE mark.conversation_id = $conversation AND mark.user_id = participant.user_id
              AND mark.first_seq <= $seq AND mark.last_seq >= $seq) AS read_at
         FROM participant WHERE conversation_id = $conversation AND user_id <> $sender
           AND joined_at <= $sent
         ORDER BY user_id`,
        {
          conversation: place.conversation_id,
          seq: place.seq,
          sender: place.sender_id,
          sent: place.created_at,
        },
      );
    },
    unreadCounts(
      handle,
      input: { userId: UserId; conversationIds: readonly ConversationId[] },
    ): number[] {
      return input.conversationIds.map((conversationId) =>
        handle.oneValue<number>(`SELECT count(*) FROM message WHERE ${unreadCondition}`, {
          conversation: conversationId,
          user: input.userId,
        }),
      );
    },
  },
  writes: {
    /** Marks one message; nothing happens when it is read already or one's own. */
    markMessage(handle, input: { userId: UserId; place: MessagePlace }): void {
      const { id, conversation_id: conversationId, seq } = input.place;
      const reader = { userId: input.userId, conversationId };
      const isUnread = handle.value(
        `SELECT 1 FROM message WHERE ${unreadCondition} AND message.seq = $seq`,
        { conversation: conversationId, user: input.userId, seq },
      );
      if (isUnread === undefined) return;
      mark(handle, reader, [{ id, seq }]);
      handle.emit(
        { conversation_id: conversationId },
        {
          type: 'message_read_receipt',
          message_id: id,
          conversation_id: conversationId,
          reader_user_id: input.userId,
        },
      );
    },
    /** Marks all that is unread, or those of it that are named. */
    markMany(handle, input: Reader & { only: readonly MessageId[] | null }): void {
      const only = input.only && new Set(input.only);
      const messages = unread(handle, input).filter(({ id }) => only?.has(id) ?? true);
      if (messages.length === 0) return;
      mark(handle, input, messages);
      const { conversationId: conversation_id, userId: reader_user_id } = input;
      const message_ids = messages.map(({ id }) => id);
      handle.emit(
        { conversation_id },
        { type: 'conversation_read_receipt', conversation_id, reader_user_id, message_ids },
      );
    },
    /** Enters deliveries and tells each message's sender once whom it has reached by them. */
    deliver(handle, deliveries: readonly Delivery[]): void {
      const reached = new Map<MessageId, { message: Delivered; user_ids: UserId[] }>();
      for (const delivery of deliveries) {
        for (const { message, user_ids } of deliver(handle, delivery)) {
          const entry = reached.get(message.id) ?? { message, user_ids: [] };
          entry.user_ids.push(...user_ids);
          reached.set(message.id, entry);
        }
      }
      for (const { message, user_ids } of reached.values()) {
        if (user_ids.length === 0) continue;
        const { id: message_id, conversation_id, client_message_id, sender_id } = message;
        handle.emit(
          { user_id: sender_id },
          { type: 'message_delivered', message_id, conversation_id, client_message_id, user_ids },
        );
      }
    },
  },
});
