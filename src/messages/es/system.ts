import type { system as english } from '../en/system.ts';
import { translate } from '../translate.ts';

export const system = translate<'es', typeof english>()({
  'connection.hostLeft':
    'El anfitrión se ha ido. Lo que escribas espera aquí y se enviará cuando vuelva.',
  'service.title': 'Sin la aplicación',
  'service.switch': 'Alojar como servicio de este equipo',
  'service.text': 'El servidor funciona con la aplicación cerrada y se inicia con el equipo.',
  'service.no-systemd': 'Este equipo no ofrece systemd a sus usuarios, y esto lo necesita.',
  'service.appimage':
    'Una AppImage no puede: sus archivos solo existen mientras se ejecuta. Instala la aplicación como paquete.',
  'service.portable':
    'Un programa portátil no puede: sus archivos solo existen mientras se ejecuta. Usa el instalador.',
  'service.linger':
    'Termina al cerrar la sesión del equipo. Para que siga, escribe esto una vez en un terminal:',
  'service.untilLogout': 'Termina al cerrar la sesión del equipo y se inicia al abrirla.',
  'service.command': 'el comando',
  'service.ask.title': '¿Alojar como servicio?',
  'service.ask.text':
    'Un servicio no puede consultar tu llavero. La clave de las conversaciones se guarda entonces en un archivo que solo tu cuenta puede leer: quien pueda leer tus archivos puede leer las conversaciones. Al desactivarlo se borra el archivo.',
  'service.ask.confirm': 'Alojar como servicio',
  'system.notifications': 'Notificaciones',
  'system.content': 'Qué muestra una notificación',
  'system.content.everything': 'Nombre y mensaje',
  'system.content.sender': 'Solo el nombre',
  'system.content.nothing': 'Ni nombre ni mensaje',
  'system.quiet': 'No molestar',
  'system.quiet.text': 'Ningún aviso, ni siquiera por menciones. Lo no leído se sigue contando.',
  'system.quiet.off': 'Desactivado',
  'system.quiet.hour': 'Durante 1 hora',
  'system.quiet.fourHours': 'Durante 4 horas',
  'system.quiet.day': 'Durante 1 día',
  'system.quiet.ended': 'Hasta que lo desactive',
  'system.quiet.until': 'Hasta {time}',
  'system.quiet.desktop':
    'Si tu escritorio está en «No molestar», también retiene las notificaciones.',
  'system.title': 'Este equipo',
  'system.stays': 'Seguir en marcha al cerrar la ventana',
  'system.stays.tray': 'La aplicación queda en la bandeja y sigue recibiendo mensajes.',
  'system.stays.noTray': 'Aquí no hay bandeja: inicia la aplicación de nuevo para ver su ventana.',
  'system.login': 'Iniciar al abrir sesión',
  'system.login.text': 'Sin ventana, cuando inicias sesión en este equipo.',
  'system.spelling': 'Revisar la ortografía en',
  'system.spelling.text': 'Con diccionarios incluidos en la aplicación; no se envía nada.',
  'system.spelling.en-US': 'Inglés',
  'system.spelling.de': 'Alemán',
  'system.spelling.es': 'Español',
  'system.spelling.ru': 'Ruso',
  'system.quiet.morning': 'Hasta mañana por la mañana',
});
