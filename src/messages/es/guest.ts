import type { guest as english } from '../en/guest.ts';
import { translate } from '../translate.ts';

export const guest = translate<'es', typeof english>()({
  'guest.notice':
    'Está usando Future Talk en un navegador. Entre esta página y el servidor los mensajes van cifrados.',
  'guest.plain':
    'Pero la página llegó por HTTP sin cifrar. Quien pueda alterar el tráfico de esta red puede alterar la página: lo que muestra, también la huella, y lo que hace con su contraseña y sus mensajes.',
  'guest.plain.what':
    'Compare la huella de abajo con la que ve quien aloja el servidor. En una red en la que no confíe, use la aplicación: comprueba por sí misma la clave del servidor.',
  'guest.forgets':
    'En este navegador no se guarda nada. Al recargar o cerrar la página hay que iniciar sesión de nuevo, y lo que no se haya enviado se pierde.',
  'guest.left.title': 'Ha salido de este servidor',
  'guest.left.text':
    'No se envía nada más. Cierre esta página o vuelva a cargarla para empezar de nuevo.',
  'guest.moved':
    'El servidor se ha trasladado a otro ordenador. Esta página no puede seguirlo: abre la nueva e inicia sesión allí.',
  'guest.moved.unknown':
    'El servidor se ha trasladado a otro ordenador. Pide la dirección nueva a quien lo aloja.',
});
