import type { backups as english } from '../en/backups.ts';
import { translate } from '../translate.ts';

export const backups = translate<'ru', typeof english>()({
  'backups.title': 'Резервные копии',
  'backups.text':
    'Один зашифрованный файл, в котором всё: сообщения, учётные записи, файлы, ключ сервера. Ключ восстановления открывает его на любом компьютере.',
  'backups.switch': 'Создавать копии автоматически',
  'backups.switch.text': 'Самые старые удаляются, когда появляются новые.',
  'backups.often': 'Как часто',
  'backups.often.6': 'Каждые 6 часов',
  'backups.often.24': 'Каждый день',
  'backups.often.168': 'Каждую неделю',
  'backups.keep': 'Хранить',
  'backups.keep.number': 'Последние {number}',
  'backups.folder': 'Хранятся в',
  'backups.choose': 'Выбрать папку…',
  'backups.passphrase.set': 'Открывает новые копии на любом компьютере, как и ключ восстановления.',
  'backups.passphrase.none': 'Нет: копии открывает только ключ восстановления.',
  'backups.passphrase.choose': 'Выбрать…',
  'backups.passphrase.change': 'Изменить…',
  'backups.passphrase.remove': 'Убрать',
  'backups.passphrase.title': 'Парольная фраза для копий',
  'backups.passphrase.text':
    'Открывает все копии, созданные с этого момента. У прежних остаётся своя.',
  'backups.passphrase.remove.title': 'Создавать копии без парольной фразы?',
  'backups.passphrase.remove.text': 'Тогда новые откроет только ключ восстановления.',
  'backups.last': 'Последняя копия: {when}, {size}',
  'backups.none': 'Копий ещё нет.',
  'backups.next': 'Следующая: {when}',
  'backups.running': 'Создаётся копия…',
  'backups.now': 'Создать копию сейчас',
  'backups.failed': 'Не удалось загрузить сведения о копиях.',
  'backups.problem.no_secret':
    'Копия не создана: её никто не смог бы открыть, потому что нет ключа восстановления. Создайте его ниже.',
  'backups.problem.no_room': 'Копия не создана: на диске нет места.',
  'backups.problem.not_writable':
    'Копия не создана: папки нет или в неё нельзя записать. Выберите другую или подключите диск.',
  'backups.problem.failed': 'Последняя попытка создать копию не удалась. Через час будет ещё одна.',
});
