import type { trust as english } from '../en/trust.ts';
import { translate } from '../translate.ts';

export const trust = translate<'es', typeof english>()({
  'trust.new.title': '¿Es este el servidor correcto?',
  'trust.new.text': 'Es la primera vez que accedes a él en {address}. Esta es su huella:',
  'trust.new.how':
    'Pregunta a la persona que aloja: su página Alojamiento muestra una huella. Si es la misma, te conectas a su equipo y nadie puede leer por el camino.',
  'trust.new.confirm': 'Es la misma: conectar',
  'trust.refuse': 'No conectar',
  'trust.changed.title': 'Este no es el servidor que conoces',
  'trust.changed.text':
    '«{name}», en {address}, muestra ahora otra clave. La aplicación se detuvo antes de enviar nada.',
  'trust.changed.meaning':
    'O el servidor se ha configurado de nuevo, o bien otro equipo ha ocupado su lugar y podría leer los mensajes. Pregunta a la persona que aloja.',
  'trust.changed.before': 'Huella hasta ahora',
  'trust.changed.now': 'Huella que muestra ahora',
  'trust.changed.refuse': 'No conectar',
  'trust.changed.trust': 'Confiar en la nueva clave…',
  'trust.changed.sure.title': '¿Confiar en la nueva clave?',
  'trust.changed.sure.text':
    'Solo si la persona que aloja te ha dicho por qué cambió y te lee esta huella:',
  'trust.changed.sure.confirm': 'Confiar en la nueva clave',
  'trust.verify.title': 'Verificar {server}',
  'trust.verify.text':
    'Compara esta huella con la de la otra persona. Si ambos veis la misma, habláis por el mismo servidor y nadie puede leer por el camino.',
  'trust.verify.limits':
    'El equipo que aloja puede leer los mensajes. La huella dice qué equipo es.',
  'trust.verify.copy': 'la huella',
  'link.title': 'Enlace de invitación',
  'link.current': 'Esta invitación es para {server}, donde ya estás.',
  'link.unreadable': 'No se puede leer este enlace de invitación. Pide uno nuevo.',
  'link.other':
    'Lleva a otro servidor, en {address}. Para ir, sales de {server}; tu cuenta y tus mensajes de allí se conservan.',
  'link.stay': 'Quedarme aquí',
  'link.join': 'Ir al otro servidor',
  'lan.title': 'En esta red',
  'lan.listening': 'Buscando servidores…',
  'lan.known': 'Conocido',
  'lan.nobody': 'No ha respondido ningún servidor',
  'lan.noNetwork': 'Este equipo no está en ninguna red',
  'lan.asked': 'Se preguntó en {places}.',
  'lan.notAsked': 'No se pudo preguntar en {places}.',
  'lan.useAddress':
    'Algunas redes no dejan pasar estas preguntas. La dirección funciona igualmente.',
});
