import type { start as english } from '../en/start.ts';
import { translate } from '../translate.ts';

export const start = translate<'de', typeof english>()({
  'firstRun.tagline': 'Chat für Ihr Team, im eigenen Netzwerk.',
  'firstRun.question': 'Wie möchten Sie beginnen?',
  'firstRun.host.title': 'Auf diesem Computer hosten',
  'firstRun.host.text': 'Hier einen Server starten. Andere in Ihrem Netzwerk treten bei.',
  'firstRun.join.title': 'Einem Server beitreten',
  'firstRun.join.text': 'Es wird schon gehostet, in Ihrem Netzwerk oder unter einer Adresse.',
  'firstRun.privacy':
    'Nachrichten gehen an den hostenden Computer und liegen dort verschlüsselt auf der Festplatte.',
  'host.form.title': 'Auf diesem Computer hosten',
  'host.form.text':
    'Dieser Computer bewahrt die Nachrichten auf. Er muss laufen, damit andere sich verbinden können.',
  'host.name.label': 'Name des Servers',
  'host.name.hint': 'Andere sehen ihn beim Beitreten.',
  'host.name.default': 'Unser Team',
  'host.name.required': 'Bitte dem Server einen Namen geben.',
  'host.audience.label': 'Wer darf beitreten?',
  'host.audience.invited.title': 'Wer einen Einladungscode hat',
  'host.audience.invited.text': 'Sie erstellen Codes und geben sie weiter.',
  'host.audience.anyone.title': 'Alle, die diesen Computer erreichen',
  'host.audience.anyone.text': 'Am besten in einem vertrauenswürdigen Netzwerk.',
  'host.start': 'Hosting starten',
  'host.starting': 'Der Server wird gestartet …',
  'restore.title': 'Aus einer Sicherung wiederherstellen',
  'restore.text':
    'Der Server wird wieder, was er war, als die Sicherung entstand. Beenden Sie vorher den alten.',
  'restore.offer': 'Aus einer Sicherung wiederherstellen …',
  'restore.file': 'Sicherung',
  'restore.file.hint': 'Eine Datei, die auf .ftbackup endet.',
  'restore.file.required': 'Bitte die Datei wählen.',
  'restore.choose': 'Datei wählen …',
  'restore.opener': 'Was öffnet sie?',
  'restore.passphrase.hint': 'Die für Sicherungen gewählte.',
  'restore.running': 'Die Sicherung wird gelesen und geprüft …',
  'restore.busy': 'Wird wiederhergestellt …',
  'restore.submit': 'Wiederherstellen und bereitstellen',
  'join.form.title': 'Einem Server beitreten',
  'join.form.text':
    'Einen Server im Netzwerk wählen, seine Adresse eingeben oder einen Einladungslink einfügen.',
  'join.address.label': 'Adresse oder Einladungslink',
  'join.address.hint':
    'Zum Beispiel 192.168.1.5:8000. Wer hostet, findet sie auf der Seite „Hosting“.',
  'join.address.required': 'Bitte die Adresse des Servers eingeben.',
  'join.connect': 'Verbinden',
  'join.connecting': 'Verbindung wird hergestellt …',
});
