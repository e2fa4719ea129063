import type { updates as english } from '../en/updates.ts';
import { translate } from '../translate.ts';

export const updates = translate<'es', typeof english>()({
  'update.ready': 'La versión {version} está lista para instalarse.',
  'update.install': 'Instalar…',
  'update.downloading': 'Se está descargando la versión {version} del servidor…',
  'update.refused':
    'El servidor ofrece una versión de la aplicación que no está firmada por sus autores. No se instala; avisa a quien administra el servidor.',
  'update.how.AppImage': 'La aplicación se cierra y vuelve a abrirse en la nueva versión.',
  'update.how.nsis': 'La aplicación se cierra y se abre su instalador.',
  'update.how.dmg':
    'Se abre la imagen de disco: arrastra la aplicación a Aplicaciones, en lugar de esta.',
  'update.how.deb':
    'La aplicación pertenece al sistema de paquetes de este equipo: su propio programa abre el paquete y pide la contraseña de un administrador.',
  'update.how.tar.gz':
    'El archivo se muestra en su carpeta: descomprímelo en lugar de esta aplicación.',
  'update.missing':
    'El servidor tiene la versión {version}, pero ningún paquete de ella para este equipo. Pregunta a quien administra el servidor.',
  'nav.settings.update': 'Ajustes, hay una versión más nueva de la aplicación',
  'releases.title': 'Versiones nuevas de la aplicación',
  'releases.text':
    'Todos los que están conectados reciben la versión que se añade aquí, sin internet. La firma de sus autores se comprueba aquí y otra vez en cada aplicación.',
  'releases.none': 'No se reparte ninguna versión.',
  'releases.offered': 'Se reparte la versión {version}.',
  'releases.packages': {
    one: '{count} paquete, {size}',
    many: '{count} de paquetes, {size}',
    other: '{count} paquetes, {size}',
  },
  'releases.broken': 'La versión que hay aquí está incompleta o no se puede leer. Nadie la recibe.',
  'releases.add': 'Añadir una versión…',
  'releases.adding': 'Copiando y comprobando…',
  'releases.remove': 'Retirarla',
  'releases.failed': 'No se pudo saber qué se reparte.',
  'failure.RELEASE_REFUSED': 'No se pudo añadir la versión.',
  'failure.release.none':
    'Esto no es una versión de la aplicación. Elige su release.json; release.json.sig y los paquetes tienen que estar al lado.',
  'failure.release.unsigned':
    'Los autores de esta aplicación no han firmado esta versión, o se cambió por el camino. No se reparte.',
  'failure.release.incomplete':
    'Faltan algunos de sus paquetes o tienen otra longitud. Copia otra vez la carpeta entera.',
  'failure.release.damaged': 'Un paquete está dañado o no es el que se firmó. No se reparte.',
  'failure.release.unreadable':
    'La versión está firmada, pero esta aplicación no puede leer su descripción.',
  'failure.release.noRoom': 'No hay espacio en el disco para la versión.',
  'failure.release.noKey':
    'Esta copia de la aplicación se hizo sin la clave de sus autores, así que no puede comprobar versiones.',
  'update.how.rpm':
    'La aplicación pertenece al sistema de paquetes de este equipo: su propio programa abre el paquete y pide la contraseña de un administrador.',
});
