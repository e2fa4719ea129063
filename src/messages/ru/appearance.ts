import type { appearance as english } from '../en/appearance.ts';
import { translate } from '../translate.ts';

export const appearance = translate<'ru', typeof english>()({
  'appearance.title': 'Оформление',
  'appearance.theme': 'Тема',
  'appearance.theme.system': 'Как в системе',
  'appearance.theme.light': 'Светлая',
  'appearance.theme.dark': 'Тёмная',
  'appearance.density': 'Интервалы',
  'appearance.density.comfortable': 'Просторно',
  'appearance.density.compact': 'Компактно',
  'appearance.contrast': 'Высокая контрастность',
  'appearance.contrast.text': 'Более чёткие линии и текст. Если выключено — как требует система.',
});
