import type { system as english } from '../en/system.ts';
import { translate } from '../translate.ts';

export const system = translate<'de', typeof english>()({
  'connection.hostLeft':
    'Das Hosting wurde beendet. Was Sie schreiben, wartet hier und wird gesendet, sobald der Server wieder da ist.',
  'service.title': 'Ohne die App',
  'service.switch': 'Als Dienst dieses Computers hosten',
  'service.text': 'Der Server läuft auch bei geschlossener App und startet mit dem Computer.',
  'service.no-systemd': 'Dieser Computer hat kein systemd für Benutzer, das dafür nötig wäre.',
  'service.appimage':
    'Ein AppImage kann das nicht: Seine Dateien sind nur da, solange es läuft. Bitte die App als Paket installieren.',
  'service.portable':
    'Ein portables Programm kann das nicht: Seine Dateien sind nur da, solange es läuft. Bitte die App mit dem Installationsprogramm installieren.',
  'service.linger':
    'Er endet mit dem Abmelden vom Computer. Damit er weiterläuft, einmal im Terminal eingeben:',
  'service.untilLogout': 'Er endet mit dem Abmelden vom Computer und startet mit dem Anmelden.',
  'service.command': 'Befehl',
  'service.ask.title': 'Als Dienst hosten?',
  'service.ask.text':
    'Ein Dienst kann Ihren Schlüsselbund nicht fragen. Der Schlüssel der Unterhaltungen liegt dann in einer Datei, die nur Ihr Konto lesen kann: Wer Ihre Dateien lesen kann, kann die Unterhaltungen lesen. Ausschalten löscht die Datei.',
  'service.ask.confirm': 'Als Dienst hosten',
  'system.notifications': 'Benachrichtigungen',
  'system.content': 'Inhalt der Benachrichtigungen',
  'system.content.everything': 'Name und Nachricht',
  'system.content.sender': 'Nur der Name',
  'system.content.nothing': 'Weder Name noch Nachricht',
  'system.quiet': 'Nicht stören',
  'system.quiet.text':
    'Keine Benachrichtigungen, auch nicht bei Erwähnungen. Ungelesenes wird trotzdem gezählt.',
  'system.quiet.off': 'Aus',
  'system.quiet.hour': 'Für 1 Stunde',
  'system.quiet.fourHours': 'Für 4 Stunden',
  'system.quiet.day': 'Für 1 Tag',
  'system.quiet.ended': 'Bis ich es ausschalte',
  'system.quiet.until': 'Bis {time}',
  'system.quiet.desktop':
    'Ist Ihr Desktop auf „Nicht stören“ gestellt, hält auch er Benachrichtigungen zurück.',
  'system.title': 'Dieser Computer',
  'system.stays': 'Bei geschlossenem Fenster weiterlaufen',
  'system.stays.tray': 'Die App bleibt im Infobereich und bekommt weiter Nachrichten.',
  'system.stays.noTray':
    'Hier gibt es keinen Infobereich: Um das Fenster zu sehen, die App noch einmal starten.',
  'system.login': 'Beim Anmelden starten',
  'system.login.text': 'Ohne Fenster, wenn Sie sich an diesem Computer anmelden.',
  'system.spelling': 'Rechtschreibung prüfen auf',
  'system.spelling.text': 'Mit Wörterbüchern, die der App beiliegen; nichts wird gesendet.',
  'system.spelling.en-US': 'Englisch',
  'system.spelling.de': 'Deutsch',
  'system.spelling.es': 'Spanisch',
  'system.spelling.ru': 'Russisch',
  'system.quiet.morning': 'Bis morgen früh',
});
