import type { groups as english } from '../en/groups.ts';
import { translate } from '../translate.ts';

export const groups = translate<'de', typeof english>()({
  'group.removed': 'Sie sind nicht mehr Mitglied von „{name}“.',
  'group.role.makeAdmin': '{name} Adminrechte geben',
  'group.role.makeMember': '{name} die Adminrechte entziehen',
  'group.role.giveUp': 'Meine Adminrechte abgeben',
  'group.full': {
    one: 'Die Gruppe ist voll: {count} Person.',
    other: 'Die Gruppe ist voll: {count} Personen.',
  },
  'group.noFriendsToAdd': 'Alle Ihre Freunde sind schon in der Gruppe.',
  'conversation.members': { one: '{count} Mitglied', other: '{count} Mitglieder' },
  'conversation.rename': 'Name und Bild …',
  'conversation.rename.title': 'Name und Bild',
  'conversation.rename.label': 'Name der Gruppe',
  'conversation.showMembers': 'Mitglieder …',
  'conversation.members.title': 'Mitglieder',
  'conversation.members.add': 'Personen hinzufügen',
  'conversation.members.admin': 'Admin',
  'conversation.members.remove': '{name} entfernen',
  'conversation.leave': 'Gruppe verlassen …',
  'conversation.leave.title': '„{name}“ verlassen?',
  'conversation.leave.text':
    'Sie bekommen ihre Nachrichten dann nicht mehr. Ein Admin kann Sie wieder hinzufügen.',
  'conversation.leave.confirm': 'Verlassen',
  'conversation.archive': 'Archivieren',
  'conversation.unarchive': 'Aus dem Archiv holen',
  'conversation.mute': 'Stummschalten',
  'conversation.mute.hour': 'Für 1 Stunde',
  'conversation.mute.hours': 'Für 8 Stunden',
  'conversation.mute.week': 'Für eine Woche',
  'conversation.mute.always': 'Bis ich es ausschalte',
  'conversation.unmute': 'Stummschaltung aufheben',
});
