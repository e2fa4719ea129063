import type { app as english } from '../en/app.ts';
import { translate } from '../translate.ts';

export const app = translate<'es', typeof english>()({
  'app.name': 'Future Talk',
  'app.back': 'Atrás',
  'app.cancel': 'Cancelar',
  'app.close': 'Cerrar',
  'app.copied': 'Copiado',
  'app.copy': 'Copiar: {what}',
  'app.loading': 'Cargando…',
  'app.retry': 'Reintentar',
  'app.save': 'Guardar',
  'app.saved': 'Guardado',
  'app.version': 'Versión {version}',
  'app.dismiss': 'Descartar',
  'time.today': 'Hoy',
  'time.yesterday': 'Ayer',
  'time.justNow': 'ahora mismo',
  'time.at': 'hoy, {time}',
  'time.on': 'el {date}',
  'time.yesterdayInside': 'ayer',
});
