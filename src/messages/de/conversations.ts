import type { conversations as english } from '../en/conversations.ts';
import { translate } from '../translate.ts';

export const conversations = translate<'de', typeof english>()({
  'nav.label': 'Hauptnavigation',
  'nav.chats': 'Unterhaltungen',
  'nav.people': 'Personen',
  'nav.people.requests': {
    one: 'Personen, {count} Freundschaftsanfrage',
    other: 'Personen, {count} Freundschaftsanfragen',
  },
  'nav.hosting': 'Hosting',
  'nav.settings': 'Einstellungen',
  'nav.new': 'Neue Unterhaltung',
  'conversations.empty.title': 'Noch keine Unterhaltungen',
  'conversations.empty.text': 'Personen auf diesem Server finden und begrüßen.',
  'conversations.empty.action': 'Personen finden',
  'conversations.failed': 'Die Unterhaltungen konnten nicht geladen werden.',
  'conversations.archived': { one: 'Archiviert ({count})', other: 'Archiviert ({count})' },
  'conversations.archived.title': 'Archiviert',
  'conversations.unread': {
    one: '{count} ungelesene Nachricht',
    other: '{count} ungelesene Nachrichten',
  },
  'conversations.failedMark': 'Eine Nachricht konnte nicht gesendet werden',
  'conversations.muted': 'Stummgeschaltet',
  'conversations.pick.title': 'Machen Sie weiter, wo Sie aufgehört haben',
  'conversations.pick.text':
    'Wählen Sie eine Unterhaltung aus der Liste oder beginnen Sie eine neue.',
  'welcome.title': 'Willkommen bei {server}',
  'welcome.text':
    'Fügen Sie die Personen hinzu, mit denen Sie sprechen möchten. Sie brauchen ein Konto auf diesem Server.',
  'welcome.host.text':
    'Geben Sie anderen die Adresse dieses Computers und fügen Sie sie dann als Freunde hinzu.',
  'welcome.host.action': 'Andere einladen',
  'preview.you': 'Sie:',
  'preview.person': '{name}:',
  'preview.none': 'Noch keine Nachrichten',
  'preview.destroyed': 'Nachricht hat sich selbst gelöscht',
  'preview.deleted': 'Nachricht gelöscht',
  'typing.one': '{name} schreibt …',
  'typing.two': '{first} und {second} schreiben …',
  'typing.many': 'Mehrere Personen schreiben …',
  'typing.short': 'schreibt …',
  'presence.online': 'Online',
  'presence.lastSeen': 'Zuletzt online {when}',
  'presence.offline': 'Offline',
  'new.title': 'Neue Unterhaltung',
  'new.text': 'Mit einer Person entsteht eine private Unterhaltung, mit mehreren eine Gruppe.',
  'new.filter': 'Freunde suchen',
  'new.name': 'Name der Gruppe',
  'new.start': 'Unterhaltung beginnen',
  'new.create': 'Gruppe erstellen',
  'new.noFriends': 'Fügen Sie zuerst Freunde hinzu. Dann können Sie hier mit ihnen sprechen.',
  'new.tooMany': {
    one: 'Höchstens {count} Person lässt sich auf einmal hinzufügen.',
    other: 'Höchstens {count} Personen lassen sich auf einmal hinzufügen.',
  },
});
