import type { standby as english } from '../en/standby.ts';
import { translate } from '../translate.ts';

export const standby = translate<'es', typeof english>()({
  'failure.standby.here':
    'Este ordenador mantiene una reserva de un servidor. Termínala primero en Ajustes.',
  'failure.standby.moved':
    'El servidor está ahora en otro ordenador distinto. Crea allí un enlace nuevo.',
  'failure.standby.unanswered':
    'El ordenador que tiene el servidor no responde. Si ya no está o sigue apagado, hazte cargo sin él.',
  'failure.standby.noCopy': 'En este ordenador aún no hay una copia completa del servidor.',
  'failure.standby.key':
    'La copia de este ordenador ya no se puede abrir. Termina la reserva y empieza de nuevo con otro enlace.',
  'standby.title': 'Reserva',
  'standby.host.text':
    'Otro ordenador mantiene una copia que sigue en todo momento. Si este falla, puede hacerse cargo.',
  'standby.host.start': 'Crear un enlace de reserva',
  'standby.host.link':
    'En el otro ordenador, abre Future Talk, Ajustes, «Mantener una reserva de un servidor», y pega este enlace. Vale una vez, hasta {when}. Lo abre todo: envíalo solo por un medio de confianza.',
  'standby.host.current': 'Otro ordenador está preparado y lo tiene todo.',
  'standby.host.behind':
    'Otro ordenador está preparado, pero hace tiempo que no da señales. Su copia es de {when}.',
  'standby.host.move':
    'El ordenador que está preparado puede hacerse cargo del servidor en cualquier momento: elige allí «Hacerse cargo». Para trasladarlo a otro distinto, termina primero la reserva.',
  'standby.here.title': 'Mantener una reserva de un servidor',
  'standby.here.text':
    'Este ordenador guarda una copia de un servidor que funciona en otro y lo sigue. Si aquel falla, este puede hacerse cargo.',
  'standby.service.switch': 'Seguir como servicio de este equipo',
  'standby.service.text':
    'La copia sigue con la aplicación cerrada y se inicia con el equipo. Si no, sigue mientras la aplicación esté en marcha, también en segundo plano.',
  'standby.service.ask': '¿Seguir como servicio?',
  'standby.service.confirm': 'Seguir como servicio',
  'standby.how': 'En el ordenador que lo aloja: Alojamiento, Reserva, Crear un enlace de reserva.',
  'standby.link': 'Enlace de reserva del ordenador que lo aloja',
  'standby.begin': 'Mantener la reserva',
  'standby.copying': 'La primera copia de {name} está en camino.',
  'standby.following': 'En reserva de {name}. Todo lo que había allí el {when} está aquí.',
  'standby.outOfReach': '{name} no responde. La copia de aquí es de {when}.',
  'standby.outOfReach.none': '{name} no responde, y aquí aún no hay una copia completa.',
  'standby.takingOver': '{name} viene a este ordenador.',
  'standby.takeOver': 'Hacerse cargo',
  'standby.takeOver.title': '¿Hacerse cargo de {name}?',
  'standby.takeOver.text':
    'El servidor se traslada a este ordenador con todo, y todos lo siguen sin hacer nada. Los mensajes nuevos esperan un momento.',
  'standby.takeOver.alone':
    'El ordenador que tiene el servidor no responde. Hazte cargo solo si ya no está o sigue apagado: lo que se dijo allí después de {when} no está en esta copia. Cuando vuelva, ya no servirá.',
  'standby.retry': 'Intentar de nuevo',
  'standby.end': 'Terminar la reserva',
  'standby.end.title': '¿Terminar la reserva?',
  'standby.end.text': 'Se elimina la copia de este ordenador. El servidor se queda donde está.',
});
