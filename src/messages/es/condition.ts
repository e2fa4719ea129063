import type { condition as english } from '../en/condition.ts';
import { translate } from '../translate.ts';

export const condition = translate<'es', typeof english>()({
  'condition.title': 'Cómo va',
  'condition.well': 'Todo está en orden.',
  'condition.failed': 'No se pudo consultar el estado del servidor.',
  'condition.online': 'Personas en línea',
  'condition.requests': 'Peticiones',
  'condition.requests.number': '{number} por segundo',
  'condition.processor': 'Procesador',
  'condition.processor.share': '{share} de un núcleo',
  'condition.memory': 'Memoria',
  'condition.disk': 'Libre en el disco',
  'condition.disk.room': '{free} de {total}',
  'condition.database': 'Mensajes',
  'condition.files': 'Archivos',
  'condition.backup': 'Última copia',
  'condition.backup.none': 'Ninguna todavía',
  'condition.problem.database_damaged':
    'Parte de la base de datos está dañada. Lo dañado no se muestra a nadie. Restaure una copia de seguridad y, hasta entonces, no borre ninguna.',
  'condition.problem.disk_nearly_full':
    'El disco está casi lleno. Pronto no se podrán enviar archivos y, después, tampoco mensajes. Libere espacio.',
  'condition.problem.backup_failed':
    'El último intento de hacer una copia de seguridad falló. Más abajo se dice por qué.',
  'condition.problem.backup_overdue':
    'Hay una copia de seguridad atrasada. La próxima se hace sola mientras el servidor funciona; también puede hacerla ahora, más abajo.',
  'condition.problem.clock_set_back':
    'El reloj de este equipo está atrasado: los mensajes más recientes llevan una fecha futura. Póngalo en hora.',
  'condition.problem.webhook_given_up':
    'Un webhook saliente ya no se acepta y no se envía nada más allí. Quien gestiona ese bot debería revisarlo.',
  'condition.problem.index_behind':
    'La búsqueda se está preparando y aún no lo encuentra todo. Terminará por sí sola.',
});
