import { AppError } from '#protocol/errors.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import type { Retention, RetentionRule } from '#protocol/retention.ts';
import type { ReadHandle } from '../../db/handles.ts';
import { defineRepository } from '../../db/repository.ts';
import { countOlder, dayMs, expireOldest, keepDaysOf } from './expired-messages.repository.ts';
import type { ExpireInput } from './expired-messages.repository.ts';

export interface LookInput {
  /** In the order of ids; empty begins with the first. */
  after: ConversationId | '';
  limit: number;
}

interface CountedRow {
  id: ConversationId;
  first_seq: number;
  seq: number;
}

function rules(handle: ReadHandle): Retention {
  return {
    keep_days: handle.value<number | null>('SELECT keep_days FROM retention') ?? null,
    conversations: handle.all(
      'SELECT conversation_id, keep_days FROM conversation_retention ORDER BY conversation_id',
    ),
  };
}

/** @throws AppError CONVERSATION_NOT_FOUND */
function requireConversation(handle: ReadHandle, id: ConversationId): void {
  const found = handle.value<string>('SELECT id FROM conversation WHERE id = ?', [id]);
  if (found === undefined) throw new AppError('CONVERSATION_NOT_FOUND');
}

/** The conversations in which a rule would hold that is being thought of. */
function concerned(handle: ReadHandle, id: ConversationId | undefined): CountedRow[] {
  const columns = 'SELECT id, first_seq, seq FROM conversation';
  if (id !== undefined) return handle.all(`${columns} WHERE id = ?`, [id]);
  return handle.all(
    `${columns} WHERE seq >= first_seq
     AND NOT EXISTS (SELECT 1 FROM conversation_retention AS own
       WHERE own.conversation_id = conversation.id)`,
  );
}

export const retentionRepository = defineRepository({
  name: 'retention',
  reads: {
    rules(handle): Retention {
      return rules(handle);
    },
    believedAt(handle): number | null {
      return handle.value<number | null>('SELECT believed_at FROM retention') ?? null;
    },
    hasRules(handle): boolean {
      const rule = handle.value<number>(
        `SELECT 1 FROM retention WHERE keep_days IS NOT NULL
         UNION ALL SELECT 1 FROM conversation_retention WHERE keep_days IS NOT NULL LIMIT 1`,
      );
      return rule !== undefined;
    },
    /** How many messages would go. @throws AppError CONVERSATION_NOT_FOUND */
    countExpired(
      handle,
      { rule, believedAt }: { rule: RetentionRule; believedAt: number },
    ): number {
      const { conversation_id: id } = rule;
      if (id !== undefined) requireConversation(handle, id);
      const days = rule.keep_days === 'as_server' ? rules(handle).keep_days : rule.keep_days;
      if (days === null) return 0;
      const sentBefore = believedAt - days * dayMs;
      return concerned(handle, id).reduce(
        (sum, conversation) => sum + countOlder(handle, conversation, sentBefore),
        0,
      );
    },
    /** Conversations whose members have not been told of the rule that holds. */
    untold(handle, { after, limit }: LookInput): ConversationId[] {
      return handle
        .all<{ id: ConversationId }>(
          `SELECT id FROM conversation WHERE id > ? AND keep_days IS NOT (${keepDaysOf})
           ORDER BY id LIMIT ?`,
          [after, limit],
        )
        .map(({ id }) => id);
    },
    /** Conversations whose oldest message seems to have been kept long enough. */
    due(
      handle,
      { after, limit, believedAt }: LookInput & { believedAt: number },
    ): ConversationId[] {
      return handle
        .all<{ id: ConversationId }>(
          `SELECT id FROM conversation WHERE id > $after AND keep_days IS NOT NULL
             AND (SELECT created_at FROM message WHERE conversation_id = conversation.id
                  ORDER BY seq LIMIT 1) <= $believedAt - keep_days * $dayMs
           ORDER BY id LIMIT $limit`,
          { after, limit, believedAt, dayMs },
        )
        .map(({ id }) => id);
    },
  },
  writes: {
    /** @throws AppError CONVERSATION_NOT_FOUND */
    change(handle, { conversation_id: id, keep_days: days }: RetentionRule): Retention {
      if (id === undefined) {
        handle.run('UPDATE retention SET keep_days = ?', [days]);
        return rules(handle);
      }
      requireConversation(handle, id);
      handle.run('DELETE FROM conversation_retention WHERE conversation_id = ?', [id]);
      if (days !== 'as_server') {
        handle.run(
          'INSERT INTO conversation_retention (conversation_id, keep_days) VALUES (?, ?)',
          [id, days],
        );
      }
      return rules(handle);
    },
    believe(handle, believedAt: number): void {
      handle.run('UPDATE retention SET believed_at = ?', [believedAt]);
    },
    tell(handle, ids: readonly ConversationId[]): void {
      for (const conversation_id of ids) {
        const keep_days =
          handle.value<number | null>(`SELECT ${keepDaysOf} FROM conversation WHERE id = ?`, [
            conversation_id,
          ]) ?? null;
        const { changes } = handle.run(
          'UPDATE conversation SET keep_days = ? WHERE id = ? AND keep_days IS NOT ?',
          [keep_days, conversation_id, keep_days],
        );
        if (changes === 0) continue;
        handle.emit(
          { conversation_id },
          { type: 'conversation_retention_changed', conversation_id, keep_days },
        );
      }
    },
    expire(handle, input: ExpireInput): number {
      return expireOldest(handle, input);
    },
  },
});
