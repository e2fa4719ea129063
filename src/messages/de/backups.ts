import type { backups as english } from '../en/backups.ts';
import { translate } from '../translate.ts';

export const backups = translate<'de', typeof english>()({
  'backups.title': 'Sicherungen',
  'backups.text':
    'Eine verschlüsselte Datei mit allem: Nachrichten, Konten, Dateien, Schlüssel des Servers. Der Wiederherstellungsschlüssel öffnet sie, auf jedem Computer.',
  'backups.switch': 'Automatisch sichern',
  'backups.switch.text': 'Die ältesten werden entfernt, wenn neue entstehen.',
  'backups.often': 'Wie oft',
  'backups.often.6': 'Alle 6 Stunden',
  'backups.often.24': 'Jeden Tag',
  'backups.often.168': 'Jede Woche',
  'backups.keep': 'Behalten',
  'backups.keep.number': 'Die letzten {number}',
  'backups.folder': 'Aufbewahrt in',
  'backups.choose': 'Ordner wählen …',
  'backups.passphrase.set':
    'Sie öffnet neue Sicherungen auf jedem Computer, wie der Wiederherstellungsschlüssel.',
  'backups.passphrase.none': 'Keine: Nur der Wiederherstellungsschlüssel öffnet die Sicherungen.',
  'backups.passphrase.choose': 'Wählen …',
  'backups.passphrase.change': 'Ändern …',
  'backups.passphrase.remove': 'Entfernen',
  'backups.passphrase.title': 'Passphrase für Sicherungen',
  'backups.passphrase.text':
    'Sie öffnet jede Sicherung, die von jetzt an entsteht. Ältere behalten ihre.',
  'backups.passphrase.remove.title': 'Ohne Passphrase sichern?',
  'backups.passphrase.remove.text':
    'Neue Sicherungen öffnet dann nur der Wiederherstellungsschlüssel.',
  'backups.last': 'Letzte Sicherung: {when}, {size}',
  'backups.none': 'Noch wurde nichts gesichert.',
  'backups.next': 'Nächste: {when}',
  'backups.running': 'Eine Sicherung entsteht …',
  'backups.now': 'Jetzt sichern',
  'backups.failed': 'Die Sicherungen konnten nicht geladen werden.',
  'backups.problem.no_secret':
    'Nichts wurde gesichert, denn niemand könnte es öffnen: Es gibt keinen Wiederherstellungsschlüssel. Unten lässt sich einer erstellen.',
  'backups.problem.no_room': 'Nichts wurde gesichert: Auf dem Datenträger ist kein Platz dafür.',
  'backups.problem.not_writable':
    'Nichts wurde gesichert: Der Ordner ist nicht da oder kann nicht beschrieben werden. Wählen Sie einen anderen oder schließen Sie das Laufwerk an.',
  'backups.problem.failed':
    'Die letzte Sicherung ist fehlgeschlagen. In einer Stunde wird es wieder versucht.',
});
