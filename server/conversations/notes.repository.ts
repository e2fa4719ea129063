import type { ConversationNote } from '#protocol/conversation-notes.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';

interface NoteRow {
  number: number;
  after_seq: number;
  kind: ConversationNote['kind'];
  actor_id: UserId | null;
  actor_username: string | null;
  actor_name: string | null;
  name: string | null;
  created_at: number;
}

interface SubjectRow {
  user_id: UserId;
  username: string;
  display_name: string;
}

export interface NewNote {
  conversationId: ConversationId;
  kind: ConversationNote['kind'];
  /** Null where the server did it. */
  actorId: UserId | null;
  subjectIds?: readonly UserId[];
  name?: string | null;
}

export interface NotesPage {
  conversationId: ConversationId;
  limit: number;
  /** Both bounds belong to the range. */
  fromSeq: number;
  toSeq: number | null;
  beforeNumber: number | null;
}

const selectNotes = `SELECT note.number, note.after_seq, note.kind, note.actor_id,
    actor.username AS actor_username, actor.display_name AS actor_name, note.name, note.created_at
  FROM conversation_note AS note LEFT JOIN user AS actor ON actor.id = note.actor_id`;

/** Enters in a group's history what has just happened, and tells its members of now. */
export function addNote(handle: WriteHandle, note: NewNote): void {
  const { conversationId, kind, actorId, subjectIds = [], name = null } = note;
  const number = nextNumber(handle, conversationId);
  handle.run(
    `INSERT INTO conversation_note
       (conversation_id, number, after_seq, kind, actor_id, name, created_at)
     SELECT id, $number, seq, $kind, $actor, $name, $now FROM conversation WHERE id = $conversation`,
    { conversation: conversationId, number, kind, actor: actorId, name, now: handle.now },
  );
  subjectIds.forEach((userId, position) => {
    handle.run(
      `INSERT INTO conversation_note_subject (conversation_id, number, position, user_id)
       VALUES (?, ?, ?, ?)`,
      [conversationId, number, position, userId],
    );
  });
  const row = handle.one<NoteRow>(
    `${selectNotes} WHERE note.conversation_id = ? AND note.number = ?`,
    [conversationId, number],
  );
  const scope = { conversation_id: conversationId };
  const presented = presentNote(handle, conversationId, row);
  handle.emit(scope, { type: 'conversation_note', ...scope, note: presented });
}

function nextNumber(handle: ReadHandle, conversationId: ConversationId): number {
  return handle.oneValue<number>(
    'SELECT coalesce(max(number), 0) + 1 FROM conversation_note WHERE conversation_id = ?',
    [conversationId],
  );
}

function presentNote(
  handle: ReadHandle,
  conversationId: ConversationId,
  row: NoteRow,
): ConversationNote {
  const { actor_id: actorId, actor_username: username, actor_name: actorName } = row;
  return {
    number: row.number,
    after_seq: row.after_seq,
    kind: row.kind,
    actor:
      actorId === null || username === null
        ? null
        : { user_id: actorId, username, display_name: actorName ?? '' },
    subjects: handle.all<SubjectRow>(
      `SELECT subject.user_id, user.username, user.display_name FROM conversation_note_subject AS subject
       JOIN user ON user.id = subject.user_id
       WHERE subject.conversation_id = ? AND subject.number = ? ORDER BY subject.position`,
      [conversationId, row.number],
    ),
    name: row.name,
    created_at: new Date(row.created_at).toISOString(),
  };
}

export const notesRepository = defineRepository({
  name: 'notes',
  reads: {
    /** Newest first. */
    page(handle, input: NotesPage): ConversationNote[] {
      return handle
        .all<NoteRow>(
          `${selectNotes} WHERE note.conversation_id = $conversation
             AND note.after_seq >= $from AND ($to IS NULL OR note.after_seq <= $to)
             AND ($before IS NULL OR note.number < $before)
           ORDER BY note.number DESC LIMIT $limit`,
          {
            conversation: input.conversationId,
            from: input.fromSeq,
            to: input.toSeq,
            before: input.beforeNumber,
            limit: input.limit,
          },
        )
        .map((row) => presentNote(handle, input.conversationId, row));
    },
  },
  writes: {},
});
