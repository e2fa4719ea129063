import type { appearance as english } from '../en/appearance.ts';
import { translate } from '../translate.ts';

export const appearance = translate<'ar', typeof english>()({
  'appearance.title': 'المظهر',
  'appearance.theme': 'السمة',
  'appearance.theme.system': 'كالنظام',
  'appearance.theme.light': 'فاتحة',
  'appearance.theme.dark': 'داكنة',
  'appearance.density': 'المسافات',
  'appearance.density.comfortable': 'مريحة',
  'appearance.density.compact': 'متراصّة',
  'appearance.contrast': 'تباين عالٍ',
  'appearance.contrast.text': 'خطوط ونصوص أوضح. عند الإيقاف: كما يطلب النظام.',
});
