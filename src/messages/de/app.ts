import type { app as english } from '../en/app.ts';
import { translate } from '../translate.ts';

export const app = translate<'de', typeof english>()({
  'app.name': 'Future Talk',
  'app.back': 'Zurück',
  'app.cancel': 'Abbrechen',
  'app.close': 'Schließen',
  'app.copied': 'Kopiert',
  'app.copy': 'Kopieren: {what}',
  'app.loading': 'Wird geladen …',
  'app.retry': 'Erneut versuchen',
  'app.save': 'Speichern',
  'app.saved': 'Gespeichert',
  'app.version': 'Version {version}',
  'app.dismiss': 'Ausblenden',
  'time.today': 'Heute',
  'time.yesterday': 'Gestern',
  'time.justNow': 'gerade eben',
  'time.at': 'um {time}',
  'time.on': 'am {date}',
  'time.yesterdayInside': 'gestern',
});
