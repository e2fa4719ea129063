import type { updates as english } from '../en/updates.ts';
import { translate } from '../translate.ts';

export const updates = translate<'es', typeof english>()({
  'update.ready': 'La versión {version} está lista para instalarse.',
  'update.install': 'Instalar…',
  'update.downloading': 'Se está descargando la versión {version} del servidor…',
  'update.refused':
    'El servidor ofrece una versión de la aplicación que no está firmada por sus autores. No se instala; avisa a quien administra el servidor.',
});
