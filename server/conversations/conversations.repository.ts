import { v7 as uuidv7 } from 'uuid';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, ConversationId, UserId } from '#protocol/identifiers.ts';
import { areFriends } from '../access/friendship.repository.ts';
import { changePicture } from '../access/pictures.repository.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import { announceMembership, membersOf } from './members.repository.ts';
import type { ParticipantRow } from './members.repository.ts';
import { addMembers, leave, removeMember, setRole } from './member-changes.repository.ts';
import { addNote } from './notes.repository.ts';

export interface ConversationRow {
  id: ConversationId;
  type: 'direct' | 'group';
  name: string | null;
  avatar_id: AttachmentId | null;
  seq: number;
  first_seq: number;
  keep_days: number | null;
  created_at: number;
  last_message_at: number;
  is_archived: number;
  muted_until: number | null;
}

/** A conversation as one of its members has it. */
export interface OwnConversation {
  conversation: ConversationRow;
  participants: ParticipantRow[];
}

export interface NewConversation {
  creatorId: UserId;
  /** Without the creator, each once. */
  otherIds: readonly UserId[];
  type: 'direct' | 'group';
  name: string | null;
}

/** What is undefined stays as it is. */
export interface GroupChanges {
  userId: UserId;
  conversationId: ConversationId;
  name?: string | undefined;
  avatarId?: AttachmentId | null | undefined;
}

export interface OwnSettings {
  userId: UserId;
  conversationId: ConversationId;
  isArchived?: boolean | undefined;
  /** Milliseconds since 1970; null ends it. */
  mutedUntil?: number | null | undefined;
}

const ownColumns = `conversation.id, conversation.type, conversation.name, conversation.avatar_id,
  conversation.seq, conversation.first_seq, conversation.keep_days, conversation.created_at,
  conversation.last_message_at, own.is_archived, own.muted_until`;
const ownJoin = 'participant AS own JOIN conversation ON conversation.id = own.conversation_id';

function own(handle: ReadHandle, userId: UserId, id: ConversationId): OwnConversation {
  const conversation = handle.get<ConversationRow>(
    `SELECT ${ownColumns} FROM ${ownJoin} WHERE own.user_id = ? AND own.conversation_id = ?`,
    [userId, id],
  );
  if (conversation === undefined) throw new AppError('CONVERSATION_NOT_FOUND');
  return { conversation, participants: membersOf(handle, id) };
}

function create(handle: WriteHandle, input: NewConversation): ConversationId {
  const { creatorId, otherIds, type, name } = input;
  const id = uuidv7() as ConversationId;
  handle.run(
    `INSERT INTO conversation (id, type, name, direct_key, keep_days, created_at, last_message_at)
     VALUES (?, ?, ?, ?, (SELECT keep_days FROM retention), ?, ?)`,
    [id, type, name, type === 'direct' ? directKey(input) : null, handle.now, handle.now],
  );
  for (const userId of [creatorId, ...otherIds]) {
    const role = type === 'group' && userId === creatorId ? 'admin' : 'member';
    handle.run(
      'INSERT INTO participant (conversation_id, user_id, role, joined_at) VALUES (?, ?, ?, ?)',
      [id, userId, role, handle.now],
    );
  }
  announceMembership(handle, id, 'conversation_created');
  if (type === 'group') {
    addNote(handle, {
      conversationId: id,
      kind: 'created',
      actorId: creatorId,
      subjectIds: otherIds,
      name,
    });
  }
  return id;
}

function directKey({ creatorId, otherIds }: NewConversation): string {
  return [creatorId, ...otherIds].sort().join(' ');
}

function requireFriends(handle: ReadHandle, userId: UserId, otherIds: readonly UserId[]): void {
  if (!otherIds.every((otherId) => areFriends(handle, { userId, otherId }))) {
    throw new AppError('NOT_FRIENDS');
  }
}

function rename(handle: WriteHandle, { userId, conversationId, name }: GroupChanges): void {
  if (name === undefined) return;
  const { changes } = handle.run(
    'UPDATE conversation SET name = $name WHERE id = $id AND name IS NOT $name',
    { name, id: conversationId },
  );
  if (changes === 0) return;
  announceMembership(handle, conversationId, 'conversation_updated');
  addNote(handle, { conversationId, kind: 'renamed', actorId: userId, name });
}

function picture(handle: WriteHandle, { userId, conversationId, avatarId }: GroupChanges): void {
  if (avatarId === undefined) return;
  const isChanged = changePicture(handle, {
    before: own(handle, userId, conversationId).conversation.avatar_id,
    after: avatarId,
    uploaderId: userId,
    store: (id) =>
      handle.run('UPDATE conversation SET avatar_id = ? WHERE id = ?', [id, conversationId]),
  });
  if (!isChanged) return;
  announceMembership(handle, conversationId, 'conversation_updated');
  const kind = avatarId === null ? 'picture_removed' : 'pictured';
  addNote(handle, { conversationId, kind, actorId: userId });
}

export const conversationsRepository = defineRepository({
  name: 'conversations',
  reads: {
    one(handle, input: { userId: UserId; conversationId: ConversationId }): OwnConversation {
      return own(handle, input.userId, input.conversationId);
    },
    list(
      handle,
      input: { userId: UserId; archived: boolean; limit: number; offset: number },
    ): OwnConversation[] {
      return handle
        .all<ConversationRow>(
          `SELECT ${ownColumns} FROM ${ownJoin} WHERE own.user_id = ? AND own.is_archived = ?
           ORDER BY conversation.last_message_at DESC, conversation.id DESC LIMIT ? OFFSET ?`,
          [input.userId, input.archived ? 1 : 0, input.limit, input.offset],
        )
        .map((conversation) => ({
          conversation,
          participants: membersOf(handle, conversation.id),
        }));
    },
  },
  writes: {
    /** A direct conversation that exists is answered again. */
    create(handle, input: NewConversation): { found: OwnConversation; isNew: boolean } {
      const existing =
        input.type === 'direct'
          ? handle.value<ConversationId>('SELECT id FROM conversation WHERE direct_key = ?', [
              directKey(input),
            ])
          : undefined;
      requireFriends(handle, input.creatorId, input.otherIds);
      const id = existing ?? create(handle, input);
      return { found: own(handle, input.creatorId, id), isNew: existing === undefined };
    },
    /** What a group shows of itself: all of it or, where it is refused, nothing. */
    change(handle, changes: GroupChanges): void {
      rename(handle, changes);
      picture(handle, changes);
    },
    /** What a member sets for themselves; told to their own devices only. */
    configure(handle, { userId, conversationId, isArchived, mutedUntil }: OwnSettings): void {
      const before = own(handle, userId, conversationId).conversation;
      const archived = isArchived ?? before.is_archived === 1;
      const muted = mutedUntil === undefined ? before.muted_until : mutedUntil;
      handle.run(
        `UPDATE participant SET is_archived = ?, muted_until = ?
         WHERE conversation_id = ? AND user_id = ?`,
        [archived ? 1 : 0, muted, conversationId, userId],
      );
      handle.emit(
        { user_id: userId },
        {
          type: 'conversation_settings_changed',
          conversation_id: conversationId,
          is_archived: archived,
          muted_until: muted === null ? null : new Date(muted).toISOString(),
        },
      );
    },
    addMembers(
      handle,
      input: { adderId: UserId; conversationId: ConversationId; userIds: readonly UserId[] },
    ): void {
      requireFriends(handle, input.adderId, input.userIds);
      addMembers(handle, input.conversationId, input);
    },
    removeMember(
      handle,
      input: { conversationId: ConversationId; userId: UserId; removerId: UserId },
    ): void {
      removeMember(handle, input.conversationId, input);
    },
    leave(handle, input: { conversationId: ConversationId; userId: UserId }): void {
      leave(handle, input.conversationId, input.userId);
    },
    setRole(
      handle,
      input: {
        conversationId: ConversationId;
        userId: UserId;
        role: 'member' | 'admin';
        setterId: UserId;
      },
    ): void {
      setRole(handle, input.conversationId, input);
    },
  },
});
