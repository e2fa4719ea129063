import type { exporting as english } from '../en/export.ts';
import { translate } from '../translate.ts';

export const exporting = translate<'es', typeof english>()({
  'export.title': 'Tus conversaciones',
  'export.text':
    'Todo lo que puedes leer aquí: como páginas para cualquier navegador, como JSON y con los archivos. Los mensajes con temporizador no se incluyen. La exportación no está cifrada.',
  'export.start': 'Exportar…',
  'export.done': 'Exportado a:',
  'export.edited': 'editado',
  'export.deleted': 'Este mensaje se eliminó.',
});
