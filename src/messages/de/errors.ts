import type { errors as english } from '../en/errors.ts';
import { translate } from '../translate.ts';

export const errors = translate<'de', typeof english>()({
  'error.unexpected': 'In der App ist etwas schiefgegangen. Bitte erneut versuchen.',
  'error.rateLimited': {
    one: 'Zu viele Versuche. In {count} Sekunde erneut versuchen.',
    other: 'Zu viele Versuche. In {count} Sekunden erneut versuchen.',
  },
  'error.field': 'Ungültige Angabe: {field}',
  'failure.MALFORMED_REQUEST': 'Der Server konnte nicht lesen, was die App gesendet hat.',
  'failure.MALFORMED_JSON': 'Der Server konnte nicht lesen, was die App gesendet hat.',
  'failure.INVALID_PARTICIPANT_COUNT':
    'Mit dieser Anzahl von Personen ist keine Unterhaltung möglich.',
  'failure.UNAUTHORIZED': 'Dafür ist eine Anmeldung nötig.',
  'failure.TOKEN_INVALID': 'Die Sitzung ist nicht mehr gültig. Bitte neu anmelden.',
  'failure.CREDENTIALS_INVALID': 'Benutzername oder Passwort ist falsch.',
  'failure.REFRESH_TOKEN_INVALID': 'Die Sitzung ist beendet. Bitte neu anmelden.',
  'failure.NOT_FRIENDS': 'Unterhaltungen sind nur mit befreundeten Personen möglich.',
  'failure.NOT_FRIENDS_SEND': 'Nachrichten sind nur an befreundete Personen möglich.',
  'failure.FORBIDDEN': 'Das ist nicht erlaubt.',
  'failure.SCOPE_MISSING': 'Dieser Bot darf das nicht.',
  'failure.PASSWORD_WRONG': 'Das aktuelle Passwort ist falsch.',
  'failure.REGISTRATION_CLOSED': 'Dieser Server nimmt keine neuen Konten an.',
  'failure.INVITE_REQUIRED': 'Für diesen Server ist ein Einladungscode nötig.',
  'failure.INVITE_INVALID': 'Der Einladungscode ist unbekannt, verbraucht oder abgelaufen.',
  'failure.ACCOUNT_DISABLED': 'Dieses Konto wurde von der Verwaltung gesperrt.',
  'failure.ORIGIN_NOT_ALLOWED': 'Dieser Server lässt das nicht zu.',
  'failure.NOT_FOUND': 'Das gibt es nicht oder nicht mehr.',
  'failure.USER_NOT_FOUND': 'Diese Person wurde nicht gefunden.',
  'failure.FRIEND_REQUEST_NOT_FOUND': 'Diese Freundschaftsanfrage gibt es nicht mehr.',
  'failure.CONVERSATION_NOT_FOUND': 'Diese Unterhaltung gibt es nicht mehr.',
  'failure.MESSAGE_NOT_FOUND': 'Diese Nachricht gibt es nicht mehr.',
  'failure.ATTACHMENT_NOT_FOUND': 'Diese Datei gibt es nicht mehr.',
  'failure.SESSION_NOT_FOUND': 'Diese Sitzung gibt es nicht mehr.',
  'failure.INVITE_NOT_FOUND': 'Diese Einladung gibt es nicht mehr.',
  'failure.BOT_NOT_FOUND': 'Diesen Bot gibt es nicht mehr.',
  'failure.WEBHOOK_NOT_FOUND': 'Diesen Webhook gibt es nicht mehr.',
  'failure.METHOD_NOT_ALLOWED': 'Das kann dieser Server nicht.',
  'failure.USERNAME_TAKEN': 'Dieser Benutzername ist vergeben.',
  'failure.ALREADY_FRIENDS': 'Die Freundschaft besteht bereits.',
  'failure.MESSAGE_GONE': 'Die Nachricht wurde gelöscht oder hat sich selbst gelöscht.',
  'failure.RETENTION_UNCONFIRMED':
    'Dadurch würden Nachrichten entfernt. Das muss erst bestätigt werden.',
  'failure.TOO_MANY_REACTIONS': 'Mehr Reaktionen kann diese Nachricht nicht aufnehmen.',
  'failure.TOO_MANY_WEBHOOKS': 'Dieser Bot hat so viele Webhooks, wie er haben kann.',
  'failure.UPLOAD_OFFSET_MISMATCH':
    'Das Hochladen konnte nicht fortgesetzt werden. Bitte erneut versuchen.',
  'failure.UPLOAD_GONE': 'Das Hochladen wurde aufgegeben. Die Datei bitte neu senden.',
  'failure.TUS_VERSION':
    'Dieser Server nimmt Dateien anders entgegen. Beide brauchen dieselbe Version.',
  'failure.PAYLOAD_TOO_LARGE': 'Das ist zu groß für diesen Server.',
  'failure.ATTACHMENT_TOO_LARGE': 'Die Datei ist zu groß für diesen Server.',
  'failure.QUOTA_EXCEEDED': 'Der Speicherplatz für Dateien auf diesem Server ist aufgebraucht.',
  'failure.UNSUPPORTED_MEDIA_TYPE': 'Der Server konnte nicht lesen, was die App gesendet hat.',
  'failure.RANGE_NOT_SATISFIABLE': 'Den angefragten Teil hat die Datei nicht.',
  'failure.HOST_NOT_ALLOWED': 'Unter diesem Namen ist der Server nicht bekannt.',
  'failure.PLAIN_API_REFUSED': 'Dieser Server nimmt nur versiegelte Verbindungen an.',
  'failure.VALIDATION_ERROR': 'Die Eingabe ist nicht gültig.',
  'failure.ATTACHMENT_REFUSED': 'Dieser Server nimmt die Datei so nicht an.',
  'failure.RATE_LIMITED': 'Zu viele Versuche. Bitte gleich noch einmal versuchen.',
  'failure.INTERNAL_ERROR': 'Auf dem Server ist etwas schiefgegangen. Bitte erneut versuchen.',
  'failure.MOVE_OVER': 'Dieser Umzug ist vorbei oder hat nie begonnen. Mach einen neuen Link.',
  'failure.SERVER_MOVING': 'Der Server zieht gerade auf einen anderen Computer um. Einen Moment.',
  'failure.SERVER_MOVED': 'Der Server ist auf einen anderen Computer umgezogen.',
  'failure.SERVER_CLOSING': 'Der Server wird gerade beendet.',
  'failure.STORAGE_FULL': 'Der Server hat keinen Platz für die Datei.',
  'failure.DATABASE_DAMAGED':
    'Ein Teil dessen, was der Server gespeichert hat, ist beschädigt. Wer ihn betreibt, muss eine Sicherung wiederherstellen.',
  'failure.NOT_READY': 'Der Server kann zurzeit nicht auf seine Festplatte schreiben.',
  'failure.UNREACHABLE': 'Der Server ist nicht erreichbar.',
  'failure.NOT_A_SERVER': 'Was dort antwortet, ist kein Server von Future Talk.',
  'failure.SERVER_KEY_CHANGED': 'Der Server zeigt einen anderen Schlüssel als den bekannten.',
  'failure.HOSTING_FAILED': 'Der Server konnte auf diesem Computer nicht gestartet werden.',
  'failure.DATABASE_KEY_LOST': 'Der Schlüssel der hier gehosteten Unterhaltungen öffnet sie nicht.',
  'failure.RECOVERY_KEY_WRONG': 'Das ist nicht der Wiederherstellungsschlüssel dieser Daten.',
  'failure.RESTORE_FAILED': 'Die Sicherung konnte nicht wiederhergestellt werden.',
  'failure.PASSPHRASE_WRONG': 'Das ist nicht die Passphrase.',
  'failure.CALL_INVALID': 'Die Eingabe ist nicht gültig.',
  'failure.FILE_UNREADABLE': 'Die Datei ist nicht mehr da oder darf nicht gelesen werden.',
  'failure.FILE_TOO_LARGE': 'Die Datei ist zu groß für diesen Server.',
  'failure.UPLOAD_CANCELLED': 'Das Hochladen wurde abgebrochen.',
  'failure.NO_SESSION': 'Zuerst bitte anmelden.',
  'failure.address':
    '„{typed}“ ist keine Adresse. Eine Adresse sieht etwa so aus: 192.168.1.5:8000.',
  'failure.unreachable.refused': 'Der Server ist nicht erreichbar: Dort läuft nichts.',
  'failure.unreachable.timeout':
    'Der Server ist nicht erreichbar: Es kam rechtzeitig keine Antwort.',
  'failure.unreachable.unknownName':
    'Der Server ist nicht erreichbar: Kein Computer ist unter diesem Namen bekannt.',
  'failure.unreachable.network': 'Der Server ist von diesem Netzwerk aus nicht erreichbar.',
  'failure.unreachable.other':
    'Der Server ist nicht erreichbar: Die Verbindung ist fehlgeschlagen.',
  'failure.otherServer':
    'Der Server unter {address} ist nicht der gemeinte: Er zeigt einen anderen Schlüssel. Es wurde nichts an ihn gesendet. Bitte einen neuen Einladungslink anfordern oder die Fingerabdrücke vergleichen.',
  'failure.keyUnreadable':
    'Dieser Computer kann den Schlüssel der hier gehosteten Unterhaltungen nicht öffnen. Falls er einen Schlüsselbund hat: entsperren und erneut versuchen.',
  'failure.keyMissing':
    'Der Schlüssel der hier gehosteten Unterhaltungen fehlt, sie lassen sich nicht öffnen.',
  'failure.keyDoesNotFit':
    'Der Schlüssel auf diesem Computer öffnet die hier gehosteten Unterhaltungen nicht. Er wurde geändert, oder sie stammen von einem anderen Computer.',
  'failure.keychain':
    'Der Schlüsselbund dieses Computers ist nicht benutzbar, der Schlüssel der Unterhaltungen hätte also keinen sicheren Ort. Bitte entsperren und erneut versuchen.',
  'failure.recoveryKey.length':
    'Ein Wiederherstellungsschlüssel hat {expected} Buchstaben und Ziffern, nicht {typed}.',
  'failure.inviteLink.link':
    'Das ist kein Einladungslink: Er beginnt mit futuretalk://join und wird ganz kopiert.',
  'failure.inviteLink.host':
    'Dieser Einladungslink ist nicht brauchbar: Die Adresse fehlt oder ist keine. Bitte einen neuen anfordern.',
  'failure.inviteLink.port':
    'Dieser Einladungslink ist nicht brauchbar: Der Port fehlt oder ist keiner. Bitte einen neuen anfordern.',
  'failure.inviteLink.code':
    'Dieser Einladungslink ist nicht brauchbar: Der Einladungscode ist keiner. Bitte einen neuen anfordern.',
  'failure.inviteLink.key':
    'Dieser Einladungslink ist nicht brauchbar: Der Schlüssel des Servers fehlt oder ist beschädigt. Bitte einen neuen anfordern.',
  'failure.inviteLink.excess':
    'Dieser Einladungslink ist nicht brauchbar: Er enthält mehr, als in eine Einladung gehört. Bitte einen neuen anfordern.',
  'failure.recoveryKey.typing':
    'Der Wiederherstellungsschlüssel enthält einen Tippfehler. Bitte mit dem aufbewahrten vergleichen.',
  'failure.restore.noBackup': 'Diese Datei ist keine Sicherung von Future Talk.',
  'failure.restore.newer':
    'Eine neuere Version von Future Talk hat diese Sicherung gemacht. Aktualisieren Sie die App.',
  'failure.restore.noPassphrase':
    'Keine Passphrase öffnet diese Sicherung: Sie entstand ohne eine. Verwenden Sie den Wiederherstellungsschlüssel.',
  'failure.restore.noRecoveryKey':
    'Kein Wiederherstellungsschlüssel öffnet diese Sicherung: Damals gab es keinen. Verwenden Sie die Passphrase.',
  'failure.restore.passphrase': 'Diese Passphrase öffnet die Sicherung nicht.',
  'failure.restore.recoveryKey':
    'Dieser Wiederherstellungsschlüssel öffnet die Sicherung nicht. Eine ältere braucht den Schlüssel ihrer Zeit.',
  'failure.restore.damaged':
    'Die Sicherung ist beschädigt oder unvollständig. Versuchen Sie eine andere.',
  'failure.restore.noRoom': 'Auf dem Datenträger ist kein Platz für den Inhalt der Sicherung.',
  'failure.restore.unreadable': 'Die Datei kann nicht gelesen werden.',
  'failure.restore.occupied':
    'Auf diesem Computer liegen schon Daten eines Servers, in {folder}. Nichts wurde geändert.',
  'failure.hosting.portInUse': 'Ein anderes Programm auf diesem Computer benutzt den Port.',
  'failure.hosting.folderInUse': 'Ein anderer Server benutzt den Datenordner.',
  'failure.hosting.newerData':
    'Die Unterhaltungen stammen aus einer neueren Version von Future Talk.',
  'failure.hosting.cannotWrite':
    'In den Datenordner kann nicht geschrieben werden. Vielleicht ist die Festplatte voll.',
  'failure.hosting.ended': 'Der Server wurde unerwartet beendet. Sein Protokoll sagt mehr.',
  'failure.hosting.nothing': 'Auf diesem Computer wird nichts gehostet.',
  'failure.hosting.start': 'Zum Hosten die App mit „npm start“ starten.',
  'failure.fileChanged': 'Die Datei hat sich geändert, seit sie ausgewählt wurde.',
  'failure.noProgram':
    'Kein Programm auf diesem Computer öffnet diese Datei. Sie lässt sich stattdessen speichern.',
  'signedOut.elsewhere': 'Abgemeldet von einem anderen Gerät aus.',
  'signedOut.passwordChanged':
    'Das Passwort wurde auf einem anderen Gerät geändert; bitte neu anmelden.',
  'signedOut.keyUsedTwice':
    'Die Sitzung wurde beendet, weil ihr Schlüssel zweimal benutzt wurde; bitte neu anmelden.',
});
