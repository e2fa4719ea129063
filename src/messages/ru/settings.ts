import type { settings as english } from '../en/settings.ts';
import { translate } from '../translate.ts';

export const settings = translate<'ru', typeof english>()({
  'settings.title': 'Настройки',
  'settings.profile': 'Профиль',
  'settings.password': 'Пароль',
  'settings.password.current': 'Текущий пароль',
  'settings.password.new': 'Новый пароль',
  'settings.password.change': 'Сменить пароль',
  'settings.password.changed': 'Пароль изменён. Остальные ваши сеансы завершены.',
  'settings.sessions': 'Где выполнен вход',
  'settings.sessions.current': 'Это устройство',
  'settings.sessions.seen': 'Последняя активность: {when}',
  'settings.sessions.end': 'Выйти',
  'settings.sessions.endOn': 'Выйти на устройстве {device}',
  'settings.sessions.failed': 'Не удалось загрузить сеансы.',
  'settings.language': 'Язык',
  'settings.language.system': 'Как в системе: {language}',
  'settings.server': 'Сервер',
  'settings.server.hosted': 'Размещён на этом компьютере',
  'settings.signOut': 'Выйти',
  'settings.signOut.title': 'Выйти?',
  'settings.signOut.text': 'Чтобы войти снова, понадобится пароль.',
  'settings.leave': 'Покинуть этот сервер…',
  'settings.leave.title': 'Покинуть {server}?',
  'settings.leave.text': 'Вы выйдете и вернётесь к первому экрану. Учётная запись сохранится.',
  'settings.leave.confirm': 'Покинуть сервер',
});
