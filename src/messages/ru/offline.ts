import type { offline as english } from '../en/offline.ts';
import { translate } from '../translate.ts';

export const offline = translate<'ru', typeof english>()({
  'connection.online': 'В сети',
  'connection.connecting': 'Подключение…',
  'connection.offline': 'Не в сети',
  'connection.offline.text': 'Нет подключения. Сообщения ждут, пока оно появится.',
  'connection.waiting': {
    one: 'Связь потеряна. Новая попытка через {count} секунду.',
    few: 'Связь потеряна. Новая попытка через {count} секунды.',
    many: 'Связь потеряна. Новая попытка через {count} секунд.',
    other: 'Связь потеряна. Новая попытка через {count} секунды.',
  },
  'connection.lost': 'Связь потеряна',
  'connection.tryNow': 'Попробовать сейчас',
  'message.state.waiting': 'Ожидает сервера',
  'message.waiting.drop': 'Не отправлять',
  'offline.title': 'Нет подключения',
  'offline.later': 'Появится, когда сервер снова будет доступен.',
  'offline.unsentLost':
    'Не удалось открыть данные, сохранённые на этом компьютере. Сообщения, ждавшие отправки, потеряны.',
});
