import type { move as english } from '../en/move.ts';
import { translate } from '../translate.ts';

export const move = translate<'es', typeof english>()({
  'failure.hosting.moved': 'Este servidor se ha trasladado a otro ordenador y ya no arranca aquí.',
  'failure.takeOver.notALink':
    'Esto no es un enlace para hacerse cargo de un servidor. Cópialo entero del otro ordenador.',
  'failure.takeOver.link':
    'El enlace ya no vale, o el otro ordenador ha terminado el traslado. Crea allí un enlace nuevo.',
  'failure.takeOver.unreachable':
    'No se puede acceder al otro ordenador desde aquí. Los dos tienen que estar en la misma red.',
  'failure.takeOver.otherServer': 'En la dirección del enlace responde otro servidor.',
  'failure.takeOver.lost':
    'Se ha perdido el contacto con el otro ordenador. Sigue con el servidor como antes.',
  'failure.takeOver.unconfirmed':
    'El servidor ha llegado, pero el otro ordenador no ha confirmado que lo haya cedido. Míralo allí antes de arrancarlo aquí.',
  'failure.takeOver.noRoom': 'El disco de este ordenador no tiene sitio para el servidor.',
  'failure.takeOver.serverHere': 'Este ordenador ya aloja un servidor.',
  'hosting.arriving': 'Trayendo el servidor…',
  'hosting.moved': 'Trasladado a otro ordenador',
  'move.title': 'Trasladar a otro ordenador',
  'move.text':
    'Los mensajes, las cuentas, los archivos y la clave del servidor pasan a otro ordenador, y todos lo siguen sin hacer nada. Este ordenador continúa hasta que el otro lo tenga todo.',
  'move.start': 'Crear un enlace',
  'move.link': 'Enlace para el otro ordenador',
  'move.link.text':
    'En el otro ordenador, abre Future Talk, elige «Hacerse cargo de un servidor» y pega este enlace. Vale una vez, hasta {when}. Lo abre todo: envíalo solo por un medio de confianza.',
  'move.link.copy': 'el enlace',
  'move.copying': 'El otro ordenador está copiando el servidor.',
  'move.still': 'Falta lo último. Los mensajes nuevos esperan un momento.',
  'move.progress': 'Traslado a otro ordenador',
  'move.cancel': 'Cancelar',
  'move.problem.expired': 'El enlace no se usó a tiempo.',
  'move.problem.silent': 'El otro ordenador ha dejado de responder. El servidor se queda aquí.',
  'move.problem.slow': 'El otro ordenador tardó demasiado al final. El servidor se queda aquí.',
  'move.problem.given_up': 'El otro ordenador no se hizo cargo del servidor. Se queda aquí.',
  'move.standingBy.none': 'Otro ordenador está preparado. Aún no tiene una copia completa.',
  'move.standingBy.end': 'Terminar',
  'move.failed': 'No se pudo saber cómo va el traslado.',
  'move.done':
    'El servidor está ahora en {address}, y esta aplicación lo usa como las de todos. Deja la aplicación abierta un rato, para avisar a quien todavía venga aquí.',
  'takeOver.title': 'Hacerse cargo de un servidor',
  'takeOver.text': 'Un servidor se traslada de otro ordenador a este, con todo.',
  'takeOver.how':
    'En el ordenador que ahora lo aloja: Alojamiento, Trasladar a otro ordenador, Crear un enlace.',
  'takeOver.link': 'Enlace del otro ordenador',
  'takeOver.link.required': 'Pega el enlace del otro ordenador.',
  'takeOver.start': 'Hacerse cargo',
  'takeOver.copying': 'Copiando. El otro ordenador continúa mientras tanto.',
  'takeOver.finishing': 'Falta lo último. Los mensajes nuevos esperan un momento.',
  'takeOver.unconfirmed':
    'Ha llegado un servidor a este ordenador, pero el otro no ha confirmado que lo haya cedido. Arráncalo aquí solo si allí ya no funciona.',
  'takeOver.finish': 'Arrancarlo aquí',
});
