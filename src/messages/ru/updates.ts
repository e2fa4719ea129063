import type { updates as english } from '../en/updates.ts';
import { translate } from '../translate.ts';

export const updates = translate<'ru', typeof english>()({
  'update.ready': 'Версия {version} готова к установке.',
  'update.install': 'Установить…',
  'update.downloading': 'Версия {version} загружается с сервера…',
  'update.refused':
    'Сервер предлагает версию приложения, не подписанную её авторами. Она не устанавливается; сообщите тому, кто управляет сервером.',
});
