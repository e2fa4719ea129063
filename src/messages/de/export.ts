import type { exporting as english } from '../en/export.ts';
import { translate } from '../translate.ts';

export const exporting = translate<'de', typeof english>()({
  'export.title': 'Ihre Unterhaltungen',
  'export.text':
    'Alles, was Sie hier lesen können: als Seiten für jeden Browser, als JSON und mit den Dateien. Nachrichten mit Timer bleiben weg. Der Export ist nicht verschlüsselt.',
  'export.start': 'Exportieren …',
  'export.done': 'Exportiert nach:',
  'export.edited': 'bearbeitet',
  'export.deleted': 'Diese Nachricht wurde gelöscht.',
});
