import type { ConversationNote } from '#protocol/conversation-notes.ts';
import type { UserId } from '#protocol/identifiers.ts';
import { isolated, perLanguage, t } from '../../lib/messages/catalogue.ts';
import { markedName } from '../people/marked-name.ts';

const listFormat = perLanguage((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

type Person = ConversationNote['subjects'][number];
type Self = 'note.you' | 'note.you.with' | 'note.you.to' | 'note.you.from';

/** What happened, in a sentence without a full stop; the person who reads it is “you”. */
export function describeNote(note: ConversationNote, ownId: UserId): string {
  return note.actor?.user_id === ownId ? describeOwn(note, ownId) : describeOthers(note, ownId);
}

function describeOwn(note: ConversationNote, ownId: UserId): string {
  const name = note.name ?? '';
  switch (note.kind) {
    case 'created': {
      const people = listOf(note.subjects, ownId, 'note.you.with');
      return note.name === null
        ? t('note.created.byYou', { people })
        : t('note.createdNamed.byYou', { people, name });
    }
    case 'renamed':
      return t('note.renamed.byYou', { name });
    case 'pictured':
      return t('note.pictured.byYou');
    case 'picture_removed':
      return t('note.pictureRemoved.byYou');
    case 'added':
      return t('note.added.byYou', { people: listOf(note.subjects, ownId, 'note.you') });
    case 'removed':
      return t('note.removed.byYou', { people: listOf(note.subjects, ownId, 'note.you') });
    case 'left':
      return t('note.left.byYou');
    case 'made_admin':
      return t('note.madeAdmin.byYou', { people: listOf(note.subjects, ownId, 'note.you.to') });
    case 'made_member':
      return isAboutActor(note)
        ? t('note.gaveUp.byYou')
        : t('note.madeMember.byYou', { people: listOf(note.subjects, ownId, 'note.you.from') });
  }
}

function describeOthers(note: ConversationNote, ownId: UserId): string {
  const actor = note.actor === null ? '' : nameOf(note.actor);
  const name = note.name ?? '';
  switch (note.kind) {
    case 'created': {
      const people = listOf(note.subjects, ownId, 'note.you.with');
      return note.name === null
        ? t('note.created', { actor, people })
        : t('note.createdNamed', { actor, people, name });
    }
    case 'renamed':
      return t('note.renamed', { actor, name });
    case 'pictured':
      return t('note.pictured', { actor });
    case 'picture_removed':
      return t('note.pictureRemoved', { actor });
    case 'added':
      return t('note.added', { actor, people: listOf(note.subjects, ownId, 'note.you') });
    case 'removed':
      return t('note.removed', { actor, people: listOf(note.subjects, ownId, 'note.you') });
    case 'left':
      return t('note.left', { actor });
    case 'made_admin':
      return describePromotion(note, ownId);
    case 'made_member':
      return isAboutActor(note)
        ? t('note.gaveUp', { actor })
        : t('note.madeMember', { actor, people: listOf(note.subjects, ownId, 'note.you.from') });
  }
}

/** Nobody made the longest-standing member an admin: the last one left. */
function describePromotion({ actor, subjects }: ConversationNote, ownId: UserId): string {
  const people = listOf(subjects, ownId, 'note.you.to');
  if (actor !== null) return t('note.madeAdmin', { actor: nameOf(actor), people });
  const [subject] = subjects;
  if (subject === undefined || subject.user_id === ownId) return t('note.nowAdmin.you');
  return t('note.nowAdmin', { people });
}

function isAboutActor({ actor, subjects }: ConversationNote): boolean {
  return subjects.some(({ user_id }) => user_id === actor?.user_id);
}

function listOf(people: readonly Person[], ownId: UserId, self: Self): string {
  const names = people.map((person) =>
    person.user_id === ownId ? t(self) : isolated(nameOf(person)),
  );
  return listFormat().format(names);
}

/** A bot with the word that it is one; notes from before usernames were told have the name alone. */
function nameOf({ username = '', display_name }: Person): string {
  return markedName({ username, display_name });
}
