import type { retention as english } from '../en/retention.ts';
import { translate } from '../translate.ts';

export const retention = translate<'ru', typeof english>()({
  'retention.title': 'Сколько хранятся сообщения',
  'retention.text':
    'Более старые сообщения и их файлы удаляются навсегда: с этого компьютера и из приложений всех участников. У беседы может быть своё правило: оно в её меню.',
  'retention.everywhere': 'Сообщения хранятся',
  'retention.in': 'В «{name}»',
  'retention.others': 'беседа без вас',
  'retention.forever': 'Всегда',
  'retention.asServer': 'Как везде ({rule})',
  'retention.failed': 'Не удалось загрузить правила.',
  'retention.confirm.title': {
    one: 'Удалить {count} сообщение?',
    few: 'Удалить {count} сообщения?',
    many: 'Удалить {count} сообщений?',
    other: 'Удалить {count} сообщения?',
  },
  'retention.confirm.text':
    'Всё, что старше, чем позволяет новое правило, исчезнет у всех вместе с файлами, и вернуть это нельзя.',
  'retention.confirm': 'Удалить',
  'retention.menu': 'Сколько хранятся сообщения…',
  'retention.dialog.title': 'Сколько хранятся сообщения',
  'retention.dialog.text': 'В этой беседе, для всех. Участники это видят.',
  'retention.dialog.label': 'Сообщения хранятся',
  'retention.here': 'Срок хранения сообщений здесь: {duration}. Потом они удаляются у всех.',
});
