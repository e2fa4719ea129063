import type { app as english } from '../en/app.ts';
import { translate } from '../translate.ts';

export const app = translate<'ru', typeof english>()({
  'app.name': 'Future Talk',
  'app.back': 'Назад',
  'app.cancel': 'Отмена',
  'app.close': 'Закрыть',
  'app.copied': 'Скопировано',
  'app.copy': 'Копировать: {what}',
  'app.loading': 'Загрузка…',
  'app.retry': 'Повторить',
  'app.save': 'Сохранить',
  'app.saved': 'Сохранено',
  'app.version': 'Версия {version}',
  'app.dismiss': 'Скрыть',
  'time.today': 'Сегодня',
  'time.yesterday': 'Вчера',
  'time.justNow': 'только что',
  'time.at': 'сегодня в {time}',
  'time.on': '{date}',
  'time.yesterdayInside': 'вчера',
});
