import type { appearance as english } from '../en/appearance.ts';
import { translate } from '../translate.ts';

export const appearance = translate<'es', typeof english>()({
  'appearance.title': 'Apariencia',
  'appearance.theme': 'Tema',
  'appearance.theme.system': 'Como el sistema',
  'appearance.theme.light': 'Claro',
  'appearance.theme.dark': 'Oscuro',
  'appearance.density': 'Espaciado',
  'appearance.density.comfortable': 'Cómodo',
  'appearance.density.compact': 'Compacto',
  'appearance.contrast': 'Alto contraste',
  'appearance.contrast.text': 'Líneas y texto más marcados. Desactivado: como pida el sistema.',
});
