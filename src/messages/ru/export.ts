import type { exporting as english } from '../en/export.ts';
import { translate } from '../translate.ts';

export const exporting = translate<'ru', typeof english>()({
  'export.title': 'Ваши беседы',
  'export.text':
    'Всё, что вы можете здесь прочитать: страницами для любого браузера, в JSON и с файлами. Сообщения с таймером не входят. Экспорт не зашифрован.',
  'export.start': 'Экспортировать…',
  'export.done': 'Экспортировано в:',
  'export.edited': 'изменено',
  'export.deleted': 'Это сообщение удалено.',
});
