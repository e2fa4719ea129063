import type { retention as english } from '../en/retention.ts';
import { translate } from '../translate.ts';

export const retention = translate<'es', typeof english>()({
  'retention.title': 'Cuánto se conservan los mensajes',
  'retention.text':
    'Los mensajes más antiguos y sus archivos se eliminan para siempre, de este equipo y de la aplicación de todos. Una conversación puede tener su propia regla: está en su menú.',
  'retention.everywhere': 'Los mensajes se conservan',
  'retention.in': 'En «{name}»',
  'retention.others': 'una conversación en la que no estás',
  'retention.forever': 'Para siempre',
  'retention.asServer': 'Como en todas ({rule})',
  'retention.failed': 'No se pudieron cargar las reglas.',
  'retention.confirm.title': {
    one: '¿Eliminar {count} mensaje?',
    many: '¿Eliminar {count} mensajes?',
    other: '¿Eliminar {count} mensajes?',
  },
  'retention.confirm.text':
    'Lo que es más antiguo de lo que permite la nueva regla desaparece para todos, con sus archivos, y no se puede recuperar.',
  'retention.confirm': 'Eliminar',
  'retention.menu': 'Cuánto se conservan los mensajes…',
  'retention.dialog.title': 'Cuánto se conservan los mensajes',
  'retention.dialog.text': 'En esta conversación, para todos. Sus miembros pueden verlo.',
  'retention.dialog.label': 'Los mensajes se conservan',
  'retention.here': 'Aquí los mensajes se conservan {duration} y después se eliminan para todos.',
});
