import type { start as english } from '../en/start.ts';
import { translate } from '../translate.ts';

export const start = translate<'ru', typeof english>()({
  'firstRun.tagline': 'Чат для вашей команды в вашей собственной сети.',
  'firstRun.question': 'С чего начнём?',
  'firstRun.host.title': 'Разместить на этом компьютере',
  'firstRun.host.text': 'Запустите сервер здесь. Другие в вашей сети присоединятся.',
  'firstRun.join.title': 'Присоединиться к серверу',
  'firstRun.join.text': 'Сервер уже работает в вашей сети или по известному адресу.',
  'firstRun.privacy':
    'Сообщения передаются на компьютер с сервером и хранятся на его диске в зашифрованном виде.',
  'host.form.title': 'Разместить на этом компьютере',
  'host.form.text':
    'Сообщения хранит этот компьютер. Чтобы другие могли подключиться, он должен быть включён.',
  'host.name.label': 'Название сервера',
  'host.name.hint': 'Его видят те, кто присоединяется.',
  'host.name.default': 'Наша команда',
  'host.name.required': 'Дайте серверу название.',
  'host.audience.label': 'Кто может присоединиться?',
  'host.audience.invited.title': 'Те, у кого есть код приглашения',
  'host.audience.invited.text': 'Вы создаёте коды и раздаёте их.',
  'host.audience.anyone.title': 'Все, кому доступен этот компьютер',
  'host.audience.anyone.text': 'Лучше всего для сети, которой вы доверяете.',
  'host.start': 'Запустить сервер',
  'host.starting': 'Сервер запускается…',
  'restore.title': 'Восстановить из резервной копии',
  'restore.text':
    'Сервер станет таким, каким был, когда создавалась копия. Сначала остановите старый.',
  'restore.offer': 'Восстановить из резервной копии…',
  'restore.file': 'Резервная копия',
  'restore.file.hint': 'Файл, имя которого оканчивается на .ftbackup.',
  'restore.file.required': 'Выберите файл.',
  'restore.choose': 'Выбрать файл…',
  'restore.opener': 'Что её открывает?',
  'restore.passphrase.hint': 'Та, что выбрана для резервных копий.',
  'restore.running': 'Копия читается и проверяется…',
  'restore.busy': 'Восстановление…',
  'restore.submit': 'Восстановить и разместить',
  'join.form.title': 'Присоединиться к серверу',
  'join.form.text': 'Выберите сервер в сети, введите его адрес или вставьте ссылку-приглашение.',
  'join.address.label': 'Адрес или ссылка-приглашение',
  'join.address.hint':
    'Например, 192.168.1.5:8000. Владелец сервера найдёт его на странице «Мой сервер».',
  'join.address.required': 'Введите адрес сервера.',
  'join.connect': 'Подключиться',
  'join.connecting': 'Подключение…',
});
