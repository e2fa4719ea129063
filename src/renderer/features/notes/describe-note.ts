import type { ConversationNote } from '#protocol/conversation-notes.ts';
import type { UserId } from '#protocol/identifiers.ts';
import { locale, t } from '../../lib/messages/catalogue.ts';

const listFormat = new Intl.ListFormat(locale, { type: 'conjunction' });

type Person = ConversationNote['subjects'][number];

/** What happened, in a sentence without a full stop; the person who reads it is “you”. */
export function describeNote(note: ConversationNote, ownId: UserId): string {
  const { kind, subjects, name } = note;
  const actor = note.actor === null ? '' : beginning(note.actor, ownId);
  const people = listFormat.format(subjects.map((subject) => inside(subject, ownId)));
  switch (kind) {
    case 'created':
      return describeCreation({ actor, people, name });
    case 'renamed':
      return t('note.renamed', { actor, name: name ?? '' });
    case 'pictured':
      return t('note.pictured', { actor });
    case 'picture_removed':
      return t('note.pictureRemoved', { actor });
    case 'added':
      return t('note.added', { actor, people });
    case 'removed':
      return t('note.removed', { actor, people });
    case 'left':
      return t('note.left', { actor });
    case 'made_admin':
      return describePromotion(note, ownId, { actor, people });
    case 'made_member':
      return subjects.some(({ user_id }) => user_id === note.actor?.user_id)
        ? t('note.madeMember.self', { actor })
        : t('note.madeMember', { actor, people });
  }
}

function describeCreation(parts: { actor: string; people: string; name: string | null }): string {
  const { actor, people, name } = parts;
  return name === null
    ? t('note.created', { actor, people })
    : t('note.created.named', { actor, people, name });
}

/** Nobody made the longest-standing member an admin: the last one left. */
function describePromotion(
  { actor, subjects }: ConversationNote,
  ownId: UserId,
  texts: { actor: string; people: string },
): string {
  if (actor !== null) return t('note.madeAdmin', texts);
  const [subject] = subjects;
  if (subject === undefined || subject.user_id === ownId) return t('note.nowAdmin.you');
  return t('note.nowAdmin', { people: texts.people });
}

function beginning({ user_id, display_name }: Person, ownId: UserId): string {
  return user_id === ownId ? t('note.You') : display_name;
}

function inside({ user_id, display_name }: Person, ownId: UserId): string {
  return user_id === ownId ? t('note.you') : display_name;
}
