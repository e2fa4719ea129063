import type { appearance as english } from '../en/appearance.ts';
import { translate } from '../translate.ts';

export const appearance = translate<'de', typeof english>()({
  'appearance.title': 'Darstellung',
  'appearance.theme': 'Design',
  'appearance.theme.system': 'Wie das System',
  'appearance.theme.light': 'Hell',
  'appearance.theme.dark': 'Dunkel',
  'appearance.density': 'Abstände',
  'appearance.density.comfortable': 'Bequem',
  'appearance.density.compact': 'Kompakt',
  'appearance.contrast': 'Hoher Kontrast',
  'appearance.contrast.text': 'Kräftigere Linien und Schrift. Aus: wie das System es verlangt.',
});
