import type { retention as english } from '../en/retention.ts';
import { translate } from '../translate.ts';

export const retention = translate<'de', typeof english>()({
  'retention.title': 'Wie lange Nachrichten bleiben',
  'retention.text':
    'Ältere Nachrichten und ihre Dateien werden endgültig entfernt, von diesem Computer und aus der App von allen. Eine Unterhaltung kann eine eigene Regel haben: in ihrem Menü.',
  'retention.everywhere': 'Nachrichten bleiben',
  'retention.in': 'In „{name}“',
  'retention.others': 'einer Unterhaltung ohne Sie',
  'retention.forever': 'Für immer',
  'retention.asServer': 'Wie überall ({rule})',
  'retention.failed': 'Die Regeln konnten nicht geladen werden.',
  'retention.confirm.title': {
    one: '{count} Nachricht entfernen?',
    other: '{count} Nachrichten entfernen?',
  },
  'retention.confirm.text':
    'Was älter ist, als die neue Regel erlaubt, verschwindet für alle, samt Dateien, und lässt sich nicht zurückholen.',
  'retention.confirm': 'Entfernen',
  'retention.menu': 'Wie lange Nachrichten bleiben …',
  'retention.dialog.title': 'Wie lange Nachrichten bleiben',
  'retention.dialog.text': 'In dieser Unterhaltung, für alle. Die Mitglieder können es sehen.',
  'retention.dialog.label': 'Nachrichten bleiben',
  'retention.here':
    'Aufbewahrt werden Nachrichten hier: {duration}. Danach werden sie für alle entfernt.',
});
