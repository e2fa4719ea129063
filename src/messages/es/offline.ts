import type { offline as english } from '../en/offline.ts';
import { translate } from '../translate.ts';

export const offline = translate<'es', typeof english>()({
  'connection.online': 'En línea',
  'connection.connecting': 'Conectando…',
  'connection.offline': 'Sin conexión',
  'connection.offline.text': 'No hay conexión. Los mensajes esperan hasta que vuelva.',
  'connection.waiting': {
    one: 'Conexión perdida. Nuevo intento en {count} segundo.',
    many: 'Conexión perdida. Nuevo intento en {count} segundos.',
    other: 'Conexión perdida. Nuevo intento en {count} segundos.',
  },
  'connection.lost': 'Conexión perdida',
  'connection.tryNow': 'Intentar ahora',
  'message.state.waiting': 'Esperando al servidor',
  'message.waiting.drop': 'No enviar',
  'offline.title': 'Sin conexión',
  'offline.later': 'Aparecerá cuando vuelva el servidor.',
  'offline.unsentLost':
    'No se pudo abrir lo que se guardaba en este equipo. Los mensajes que esperaban a ser enviados se han perdido.',
});
