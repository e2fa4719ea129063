import type { condition as english } from '../en/condition.ts';
import { translate } from '../translate.ts';

export const condition = translate<'de', typeof english>()({
  'condition.title': 'Wie es läuft',
  'condition.well': 'Alles in Ordnung.',
  'condition.failed': 'Der Zustand des Servers konnte nicht erfragt werden.',
  'condition.online': 'Personen online',
  'condition.requests': 'Anfragen',
  'condition.requests.number': '{number} pro Sekunde',
  'condition.processor': 'Prozessor',
  'condition.processor.share': '{share} eines Kerns',
  'condition.memory': 'Arbeitsspeicher',
  'condition.disk': 'Frei auf dem Datenträger',
  'condition.disk.room': '{free} von {total}',
  'condition.database': 'Nachrichten',
  'condition.files': 'Dateien',
  'condition.backup': 'Letzte Sicherung',
  'condition.backup.none': 'Noch keine',
  'condition.problem.database_damaged':
    'Ein Teil der Datenbank ist beschädigt. Beschädigtes wird niemandem gezeigt. Stellen Sie eine Sicherung wieder her, und löschen Sie bis dahin keine.',
  'condition.problem.disk_nearly_full':
    'Der Datenträger ist fast voll. Bald können keine Dateien mehr gesendet werden, danach keine Nachrichten. Schaffen Sie Platz.',
  'condition.problem.backup_failed':
    'Der letzte Versuch einer Sicherung ist fehlgeschlagen. Warum, steht weiter unten.',
  'condition.problem.backup_overdue':
    'Eine Sicherung ist überfällig. Die nächste entsteht von selbst, solange der Server läuft; unten lässt sich auch sofort eine machen.',
  'condition.problem.clock_set_back':
    'Die Uhr dieses Computers geht nach: Die neuesten Nachrichten tragen eine Zeit in der Zukunft. Stellen Sie die Uhr richtig.',
  'condition.problem.webhook_given_up':
    'Ein ausgehender Webhook wird nicht mehr angenommen; dorthin wird nichts mehr gesendet. Wer diesen Bot betreibt, sollte nachsehen.',
  'condition.problem.index_behind':
    'Die Suche wird vorbereitet und findet noch nicht alles. Das endet von selbst.',
});
