import type { settings as english } from '../en/settings.ts';
import { translate } from '../translate.ts';

export const settings = translate<'de', typeof english>()({
  'settings.title': 'Einstellungen',
  'settings.profile': 'Profil',
  'settings.password': 'Passwort',
  'settings.password.current': 'Aktuelles Passwort',
  'settings.password.new': 'Neues Passwort',
  'settings.password.change': 'Passwort ändern',
  'settings.password.changed': 'Passwort geändert. Ihre anderen Sitzungen sind beendet.',
  'settings.sessions': 'Angemeldete Geräte',
  'settings.sessions.current': 'Dieses Gerät',
  'settings.sessions.seen': 'Zuletzt aktiv {when}',
  'settings.sessions.end': 'Abmelden',
  'settings.sessions.endOn': 'Auf {device} abmelden',
  'settings.sessions.failed': 'Die Sitzungen konnten nicht geladen werden.',
  'settings.language': 'Sprache',
  'settings.language.system': 'Wie das System: {language}',
  'settings.server': 'Server',
  'settings.server.hosted': 'Auf diesem Computer gehostet',
  'settings.signOut': 'Abmelden',
  'settings.signOut.title': 'Abmelden?',
  'settings.signOut.text': 'Zum erneuten Anmelden brauchen Sie Ihr Passwort.',
  'settings.leave': 'Diesen Server verlassen …',
  'settings.leave.title': '{server} verlassen?',
  'settings.leave.text':
    'Sie werden abgemeldet und kehren zum ersten Bildschirm zurück. Ihr Konto bleibt bestehen.',
  'settings.leave.confirm': 'Server verlassen',
});
