import type { backups as english } from '../en/backups.ts';
import { translate } from '../translate.ts';

export const backups = translate<'es', typeof english>()({
  'backups.title': 'Copias de seguridad',
  'backups.text':
    'Un solo archivo cifrado con todo: mensajes, cuentas, archivos y la clave del servidor. La clave de recuperación lo abre en cualquier equipo.',
  'backups.switch': 'Hacer copias automáticamente',
  'backups.switch.text': 'Las más antiguas se eliminan al hacer nuevas.',
  'backups.often': 'Con qué frecuencia',
  'backups.often.6': 'Cada 6 horas',
  'backups.often.24': 'Cada día',
  'backups.often.168': 'Cada semana',
  'backups.keep': 'Conservar',
  'backups.keep.number': 'Las últimas {number}',
  'backups.folder': 'Se guardan en',
  'backups.choose': 'Elegir carpeta…',
  'backups.passphrase.set':
    'Abre las copias nuevas en cualquier equipo, como la clave de recuperación.',
  'backups.passphrase.none': 'Ninguna: solo la clave de recuperación abre las copias.',
  'backups.passphrase.choose': 'Elegir una…',
  'backups.passphrase.change': 'Cambiar…',
  'backups.passphrase.remove': 'Quitar',
  'backups.passphrase.title': 'Frase de contraseña para las copias',
  'backups.passphrase.text':
    'Abre todas las copias que se hagan desde ahora. Las anteriores conservan la suya.',
  'backups.passphrase.remove.title': '¿Hacer copias sin frase de contraseña?',
  'backups.passphrase.remove.text': 'Entonces solo la clave de recuperación abrirá las nuevas.',
  'backups.last': 'Última copia: {when}, {size}',
  'backups.none': 'Aún no se ha hecho ninguna copia.',
  'backups.next': 'Siguiente: {when}',
  'backups.running': 'Se está haciendo una copia…',
  'backups.now': 'Hacer una copia ahora',
  'backups.failed': 'No se pudieron cargar las copias.',
  'backups.problem.no_secret':
    'No se hizo la copia porque nadie podría abrirla: no hay clave de recuperación. Crea una más abajo.',
  'backups.problem.no_room': 'No se hizo la copia: no hay espacio en el disco.',
  'backups.problem.not_writable':
    'No se hizo la copia: la carpeta no está o no se puede escribir en ella. Elige otra o conecta la unidad.',
  'backups.problem.failed':
    'El último intento de hacer una copia falló. Se intentará de nuevo dentro de una hora.',
});
