import type { settings as english } from '../en/settings.ts';
import { translate } from '../translate.ts';

export const settings = translate<'es', typeof english>()({
  'settings.title': 'Ajustes',
  'settings.profile': 'Perfil',
  'settings.password': 'Contraseña',
  'settings.password.current': 'Contraseña actual',
  'settings.password.new': 'Contraseña nueva',
  'settings.password.change': 'Cambiar contraseña',
  'settings.password.changed': 'Contraseña cambiada. Tus otras sesiones se han cerrado.',
  'settings.sessions': 'Dónde has iniciado sesión',
  'settings.sessions.current': 'Este dispositivo',
  'settings.sessions.seen': 'Última actividad: {when}',
  'settings.sessions.end': 'Cerrar sesión',
  'settings.sessions.endOn': 'Cerrar sesión en {device}',
  'settings.sessions.failed': 'No se pudieron cargar las sesiones.',
  'settings.language': 'Idioma',
  'settings.language.system': 'Como el sistema: {language}',
  'settings.server': 'Servidor',
  'settings.server.hosted': 'Alojado en este equipo',
  'settings.signOut': 'Cerrar sesión',
  'settings.signOut.title': '¿Cerrar sesión?',
  'settings.signOut.text': 'Necesitarás tu contraseña para volver a iniciar sesión.',
  'settings.leave': 'Salir de este servidor…',
  'settings.leave.title': '¿Salir de {server}?',
  'settings.leave.text':
    'Se cierra tu sesión y vuelves a la primera pantalla. Tu cuenta se conserva.',
  'settings.leave.confirm': 'Salir del servidor',
});
