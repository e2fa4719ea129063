import type { guest as english } from '../en/guest.ts';
import { translate } from '../translate.ts';

export const guest = translate<'de', typeof english>()({
  'guest.notice':
    'Sie verwenden Future Talk im Browser. Zwischen dieser Seite und dem Server sind die Nachrichten verschlüsselt.',
  'guest.plain':
    'Die Seite selbst kam jedoch über einfaches HTTP. Wer in diesem Netzwerk den Datenverkehr ändern kann, kann die Seite ändern: was sie zeigt, auch den Fingerabdruck, und was sie mit Passwort und Nachrichten macht.',
  'guest.plain.what':
    'Vergleichen Sie den Fingerabdruck unten mit dem der hostenden Person. In einem Netzwerk, dem Sie nicht vertrauen, verwenden Sie die App: Sie prüft den Schlüssel des Servers selbst.',
  'guest.forgets':
    'In diesem Browser bleibt nichts gespeichert. Nach dem Neuladen oder Schließen der Seite ist eine neue Anmeldung nötig, und noch nicht Gesendetes geht verloren.',
  'guest.left.title': 'Sie haben diesen Server verlassen',
  'guest.left.text':
    'Es wird nichts mehr gesendet. Schließen Sie diese Seite, oder laden Sie sie neu, um wieder anzufangen.',
  'guest.moved':
    'Der Server ist auf einen anderen Computer umgezogen. Diese Seite kann ihm nicht folgen: bitte die neue öffnen und dort anmelden.',
  'guest.moved.unknown':
    'Der Server ist auf einen anderen Computer umgezogen. Die neue Adresse weiß, wer ihn hostet.',
});
