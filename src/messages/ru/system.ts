import type { system as english } from '../en/system.ts';
import { translate } from '../translate.ts';

export const system = translate<'ru', typeof english>()({
  'connection.hostLeft':
    'Владелец сервера ушёл. Написанное ждёт здесь и будет отправлено, когда сервер снова будет доступен.',
  'service.title': 'Без приложения',
  'service.switch': 'Запускать как службу этого компьютера',
  'service.text': 'Сервер работает, когда приложение закрыто, и запускается вместе с компьютером.',
  'service.no-systemd': 'На этом компьютере нет пользовательского systemd, а он для этого нужен.',
  'service.appimage':
    'AppImage так не может: его файлы есть, только пока он работает. Установите приложение как пакет.',
  'service.portable':
    'Переносимая версия так не может: её файлы есть, только пока она работает. Воспользуйтесь установщиком.',
  'service.linger':
    'Она завершается при выходе из системы. Чтобы она продолжала работать, введите один раз в терминале:',
  'service.untilLogout': 'Она завершается при выходе из системы и запускается при входе.',
  'service.command': 'команда',
  'service.ask.title': 'Запускать как службу?',
  'service.ask.text':
    'Служба не может обратиться к связке ключей. Тогда ключ бесед хранится в файле, доступном только вашей учётной записи: кто может читать ваши файлы, может читать и беседы. При отключении файл стирается.',
  'service.ask.confirm': 'Запускать как службу',
  'system.notifications': 'Уведомления',
  'system.content': 'Что показывать в уведомлении',
  'system.content.everything': 'Имя и сообщение',
  'system.content.sender': 'Только имя',
  'system.content.nothing': 'Ни имени, ни сообщения',
  'system.quiet': 'Не беспокоить',
  'system.quiet.text':
    'Никаких уведомлений, даже об упоминаниях. Непрочитанное всё равно считается.',
  'system.quiet.off': 'Выключено',
  'system.quiet.hour': 'На 1 час',
  'system.quiet.fourHours': 'На 4 часа',
  'system.quiet.day': 'На 1 день',
  'system.quiet.ended': 'Пока не выключу',
  'system.quiet.until': 'До {time}',
  'system.quiet.desktop':
    'Если в системе включён режим «Не беспокоить», она тоже задерживает уведомления.',
  'system.title': 'Этот компьютер',
  'system.stays': 'Продолжать работу при закрытом окне',
  'system.stays.tray': 'Приложение остаётся в области уведомлений и получает сообщения.',
  'system.stays.noTray':
    'Здесь нет области уведомлений: чтобы увидеть окно, запустите приложение снова.',
  'system.login': 'Запускать при входе в систему',
  'system.login.text': 'Без окна, когда вы входите на этом компьютере.',
  'system.spelling': 'Проверять орфографию',
  'system.spelling.text': 'По словарям из состава приложения; ничего никуда не отправляется.',
  'system.spelling.en-US': 'Английский',
  'system.spelling.de': 'Немецкий',
  'system.spelling.es': 'Испанский',
  'system.spelling.ru': 'Русский',
  'system.quiet.morning': 'До завтрашнего утра',
});
