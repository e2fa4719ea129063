import { v7 as uuidv7 } from 'uuid';
import { AppError } from '#protocol/errors.ts';
import type { ConversationId, UserId, WebhookId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import type { WebhookEventType } from '#protocol/webhooks.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';

export interface IncomingRow {
  id: WebhookId;
  bot_id: UserId;
  conversation_id: ConversationId;
  name: string;
  created_at: number;
}

export interface OutgoingRow {
  id: WebhookId;
  bot_id: UserId;
  url: string;
  secret: Uint8Array;
  events: readonly WebhookEventType[];
  place: number;
  created_at: number;
  failing_since: number | null;
  problem: string | null;
  disabled_at: number | null;
}

type StoredRow = Omit<OutgoingRow, 'events'> & { events: string };

const selectIncoming = 'SELECT id, bot_id, conversation_id, name, created_at FROM incoming_webhook';
const selectOutgoing = `SELECT id, bot_id, url, secret, events, place, created_at, failing_since,
    problem, disabled_at FROM outgoing_webhook`;

function fromRow(row: StoredRow): OutgoingRow {
  return { ...row, events: JSON.parse(row.events) as WebhookEventType[] };
}

function outgoingById(handle: ReadHandle, id: WebhookId): OutgoingRow {
  const row = handle.get<StoredRow>(`${selectOutgoing} WHERE id = ?`, [id]);
  if (row === undefined) throw new AppError('WEBHOOK_NOT_FOUND');
  return fromRow(row);
}

/** @throws AppError TOO_MANY_WEBHOOKS */
function requireRoom(handle: WriteHandle, botId: UserId): void {
  const count = handle.oneValue<number>(
    `SELECT (SELECT count(*) FROM incoming_webhook WHERE bot_id = $bot)
       + (SELECT count(*) FROM outgoing_webhook WHERE bot_id = $bot)`,
    { bot: botId },
  );
  if (count >= limits.webhooksOfOneBotMax) throw new AppError('TOO_MANY_WEBHOOKS');
}

export const webhooksRepository = defineRepository({
  name: 'webhooks',
  reads: {
    incomingBySecret(handle, secretHash: Uint8Array): IncomingRow | null {
      return (
        handle.get<IncomingRow>(`${selectIncoming} WHERE secret_hash = ?`, [secretHash]) ?? null
      );
    },
    /** Of one bot, or of all. */
    all(handle, botId: UserId | null): { incoming: IncomingRow[]; outgoing: OutgoingRow[] } {
      const where = 'WHERE $bot IS NULL OR bot_id = $bot ORDER BY created_at, id';
      return {
        incoming: handle.all<IncomingRow>(`${selectIncoming} ${where}`, { bot: botId }),
        outgoing: handle.all<StoredRow>(`${selectOutgoing} ${where}`, { bot: botId }).map(fromRow),
      };
    },
  },
  writes: {
    addIncoming(
      handle,
      input: {
        botId: UserId;
        conversationId: ConversationId;
        name: string;
        secretHash: Uint8Array;
      },
    ): IncomingRow {
      requireRoom(handle, input.botId);
      const row: IncomingRow = {
        id: uuidv7() as WebhookId,
        bot_id: input.botId,
        conversation_id: input.conversationId,
        name: input.name,
        created_at: handle.now,
      };
      handle.run(
        `INSERT INTO incoming_webhook (id, bot_id, conversation_id, name, secret_hash, created_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [row.id, row.bot_id, row.conversation_id, row.name, input.secretHash, row.created_at],
      );
      return row;
    },
    /** It is told what happens from now on. */
    addOutgoing(
      handle,
      input: {
        botId: UserId;
        url: string;
        secret: Uint8Array;
        events: readonly WebhookEventType[];
      },
    ): OutgoingRow {
      requireRoom(handle, input.botId);
      const id = uuidv7() as WebhookId;
      handle.run(
        `INSERT INTO outgoing_webhook (id, bot_id, url, secret, events, place, created_at)
         SELECT ?, ?, ?, ?, ?, value, ? FROM meta WHERE name = 'cursor'`,
        [id, input.botId, input.url, input.secret, JSON.stringify(input.events), handle.now],
      );
      return outgoingById(handle, id);
    },
    /** @throws AppError WEBHOOK_NOT_FOUND for another bot's, too */
    remove(handle, { id, botId }: { id: WebhookId; botId: UserId | null }): void {
      const removed = ['incoming_webhook', 'outgoing_webhook'].map(
        (table) =>
          handle.run(`DELETE FROM ${table} WHERE id = $id AND ($bot IS NULL OR bot_id = $bot)`, {
            id,
            bot: botId,
          }).changes,
      );
      if (removed.every((count) => count === 0)) throw new AppError('WEBHOOK_NOT_FOUND');
    },
    /** Whatever stands before this place is dealt with, and all is well. */
    delivered(handle, { id, place }: { id: WebhookId; place: number }): void {
      handle.run(
        'UPDATE outgoing_webhook SET place = ?, failing_since = NULL, problem = NULL WHERE id = ?',
        [place, id],
      );
    },
    /** Answers since when it fails. */
    failed(handle, { id, problem }: { id: WebhookId; problem: string }): number {
      handle.run(
        `UPDATE outgoing_webhook SET failing_since = coalesce(failing_since, ?), problem = ?
         WHERE id = ?`,
        [handle.now, problem, id],
      );
      const sql = 'SELECT failing_since FROM outgoing_webhook WHERE id = ?';
      return handle.value<number>(sql, [id]) ?? handle.now;
    },
    disable(handle, id: WebhookId): void {
      handle.run('UPDATE outgoing_webhook SET disabled_at = ? WHERE id = ?', [handle.now, id]);
    },
  },
});
