import type { updates as english } from '../en/updates.ts';
import { translate } from '../translate.ts';

export const updates = translate<'de', typeof english>()({
  'update.ready': 'Version {version} kann installiert werden.',
  'update.install': 'Installieren …',
  'update.downloading': 'Version {version} wird vom Server geladen …',
  'update.refused':
    'Der Server bietet eine Version der App an, die nicht von ihren Herstellern signiert ist. Sie wird nicht installiert; sagen Sie es der Person, die den Server betreibt.',
  'update.how.AppImage': 'Die App schließt sich und öffnet sich als neue Version wieder.',
  'update.how.nsis': 'Die App schließt sich, und ihr Installationsprogramm öffnet sich.',
  'update.how.dmg':
    'Das Image öffnet sich: Ziehen Sie die App auf „Programme“, anstelle dieser hier.',
  'update.how.deb':
    'Die App gehört der Paketverwaltung dieses Computers: Deren Programm öffnet das Paket und fragt nach einem Administratorpasswort.',
  'update.how.tar.gz':
    'Das Archiv wird in seinem Ordner gezeigt: Entpacken Sie es anstelle dieser App.',
  'update.missing':
    'Der Server hat Version {version}, aber kein Paket davon für diesen Computer. Fragen Sie die Person, die den Server betreibt.',
  'nav.settings.update': 'Einstellungen, eine neuere Version der App ist da',
  'releases.title': 'Neue Versionen der App',
  'releases.text':
    'Alle, die verbunden sind, bekommen eine hier hinzugefügte Version, ohne Internet. Die Signatur der Hersteller wird hier geprüft und von jeder App noch einmal.',
  'releases.none': 'Es wird keine Version weitergegeben.',
  'releases.offered': 'Version {version} wird weitergegeben.',
  'releases.packages': { one: '{count} Paket, {size}', other: '{count} Pakete, {size}' },
  'releases.broken':
    'Die Version, die hier liegt, ist unvollständig oder nicht lesbar. Niemand bekommt sie.',
  'releases.add': 'Version hinzufügen …',
  'releases.adding': 'Wird kopiert und geprüft …',
  'releases.remove': 'Zurücknehmen',
  'releases.failed': 'Was weitergegeben wird, ließ sich nicht feststellen.',
  'failure.RELEASE_REFUSED': 'Die Version konnte nicht hinzugefügt werden.',
  'failure.release.none':
    'Das ist keine Version der App. Wählen Sie ihre release.json; release.json.sig und die Pakete müssen daneben liegen.',
  'failure.release.unsigned':
    'Die Hersteller dieser App haben diese Version nicht signiert, oder sie wurde unterwegs verändert. Sie wird nicht weitergegeben.',
  'failure.release.incomplete':
    'Einige ihrer Pakete fehlen oder haben eine andere Länge. Kopieren Sie den ganzen Ordner noch einmal.',
  'failure.release.damaged':
    'Ein Paket ist beschädigt oder nicht das signierte. Es wird nicht weitergegeben.',
  'failure.release.unreadable':
    'Die Version ist signiert, aber diese App kann ihre Beschreibung nicht lesen.',
  'failure.release.noRoom': 'Auf der Festplatte ist kein Platz für die Version.',
  'failure.release.noKey':
    'Diese Kopie der App wurde ohne den Schlüssel ihrer Hersteller gebaut und kann Versionen deshalb nicht prüfen.',
  'update.how.rpm':
    'Die App gehört der Paketverwaltung dieses Computers: Deren Programm öffnet das Paket und fragt nach einem Administratorpasswort.',
});
