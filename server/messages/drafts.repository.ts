import { randomBytes } from 'node:crypto';
import type { Draft } from '#protocol/drafts.ts';
import { AppError } from '#protocol/errors.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import { open, seal } from './sealed-text.repository.ts';

export interface OwnDraft {
  userId: UserId;
  conversationId: ConversationId;
}

export interface DraftChange extends OwnDraft {
  content: string;
  replyTo: MessageId | null;
  timer: Draft['self_destruct_timer'];
}

interface DraftRow {
  conversation_id: ConversationId;
  text_key_id: number;
  /** Null in a row that is kept for its key only. */
  sealed_content: Buffer | null;
  reply_to_message_id: MessageId | null;
  self_destruct_timer: Draft['self_destruct_timer'];
  updated_at: number;
  event_place: number;
}

/** What a draft's text is bound to, so that no row can be passed off as another. */
function nameOf({ userId, conversationId }: OwnDraft): string {
  return `draft ${userId} ${conversationId}`;
}

function present(handle: ReadHandle, userId: UserId, row: DraftRow): Draft {
  const { conversation_id: conversationId, sealed_content: sealed } = row;
  const key = handle.oneValue<Buffer>('SELECT key FROM text_key WHERE id = ?', [row.text_key_id]);
  return {
    conversation_id: conversationId,
    content: sealed === null ? '' : open(key, nameOf({ userId, conversationId }), sealed),
    reply_to_message_id: row.reply_to_message_id,
    self_destruct_timer: row.self_destruct_timer,
    updated_at: new Date(row.updated_at).toISOString(),
  };
}

function find(handle: ReadHandle, { userId, conversationId }: OwnDraft): DraftRow | undefined {
  return handle.get<DraftRow>('SELECT * FROM draft WHERE user_id = ? AND conversation_id = ?', [
    userId,
    conversationId,
  ]);
}

const keyBytes = 32;

/** A key that seals the new text only: what it was before is erased with the key it had. */
function writeKey(handle: WriteHandle, row: DraftRow | undefined): { id: number; key: Buffer } {
  const key = randomBytes(keyBytes);
  if (row === undefined) {
    const id = handle.oneValue<number>('INSERT INTO text_key (key) VALUES (?) RETURNING id', [key]);
    return { id, key };
  }
  handle.run('UPDATE text_key SET key = ? WHERE id = ?', [key, row.text_key_id]);
  return { id: row.text_key_id, key };
}

function write(handle: WriteHandle, change: DraftChange): Draft {
  const before = find(handle, change);
  const { userId, conversationId, content, replyTo, timer } = change;
  const isEmpty = content === '' && replyTo === null;
  const { id: keyId, key } = writeKey(handle, before);
  const row: DraftRow = {
    conversation_id: conversationId,
    text_key_id: keyId,
    sealed_content: isEmpty ? null : seal(key, nameOf(change), content),
    reply_to_message_id: replyTo,
    self_destruct_timer: isEmpty ? null : timer,
    updated_at: handle.now,
    event_place: 0,
  };
  const draft = present(handle, userId, row);
  if (before !== undefined) {
    handle.run('DELETE FROM event WHERE scope_id = ? AND place = ?', [userId, before.event_place]);
  }
  const event = { type: 'draft_changed', conversation_id: conversationId, draft } as const;
  row.event_place = handle.emit({ user_id: userId }, event);
  handle.run(
    `INSERT OR REPLACE INTO draft (user_id, conversation_id, text_key_id, sealed_content,
       reply_to_message_id, self_destruct_timer, updated_at, event_place)
     VALUES ($user, $conversation_id, $text_key_id, $sealed_content,
       $reply_to_message_id, $self_destruct_timer, $updated_at, $event_place)`,
    { user: userId, ...row },
  );
  return draft;
}

function noDraft(conversationId: ConversationId, now: number): Draft {
  return {
    conversation_id: conversationId,
    content: '',
    reply_to_message_id: null,
    self_destruct_timer: null,
    updated_at: new Date(now).toISOString(),
  };
}

function erase(handle: WriteHandle, own: OwnDraft): void {
  write(handle, { ...own, content: '', replyTo: null, timer: null });
}

/**
 * Erases the sender's draft where the message is what became of it. Where it is not, somebody has
 * sent something else (forwarded, or from another program) and goes on writing.
 */
export function eraseSentDraft(handle: WriteHandle, own: OwnDraft, sent: string): void {
  const row = find(handle, own);
  if (row === undefined || row.sealed_content === null) return;
  const { content } = present(handle, own.userId, row);
  if (sent.startsWith(content.trim())) erase(handle, own);
}

function requireRepliedTo(handle: ReadHandle, change: DraftChange): void {
  if (change.replyTo === null) return;
  const there = handle.value('SELECT 1 FROM message WHERE id = ? AND conversation_id = ?', [
    change.replyTo,
    change.conversationId,
  ]);
  if (there === undefined) {
    throw new AppError('MESSAGE_NOT_FOUND', { detail: 'The message replied to is not here' });
  }
}

export const draftsRepository = defineRepository({
  name: 'drafts',
  reads: {
    /** Those of conversations in which the person takes part. */
    list(handle, userId: UserId): Draft[] {
      return handle
        .all<DraftRow>(
          `SELECT draft.* FROM draft JOIN participant USING (user_id, conversation_id)
           WHERE draft.user_id = ? AND draft.sealed_content IS NOT NULL
           ORDER BY draft.updated_at DESC`,
          [userId],
        )
        .map((row) => present(handle, userId, row));
    },
  },
  writes: {
    /** One that says what is there already changes nothing and is told to nobody. */
    save(handle, change: DraftChange): Draft {
      requireRepliedTo(handle, change);
      const before = find(handle, change);
      if (before === undefined && change.content === '' && change.replyTo === null) {
        return noDraft(change.conversationId, handle.now);
      }
      if (before !== undefined) {
        const known = present(handle, change.userId, before);
        const isSame =
          known.content === change.content &&
          known.reply_to_message_id === change.replyTo &&
          known.self_destruct_timer === change.timer;
        if (isSame) return known;
      }
      return write(handle, change);
    },
  },
});
