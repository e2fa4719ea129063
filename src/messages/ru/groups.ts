import type { groups as english } from '../en/groups.ts';
import { translate } from '../translate.ts';

export const groups = translate<'ru', typeof english>()({
  'group.removed': 'Вы больше не участник группы «{name}».',
  'group.role.makeAdmin': 'Назначить администратором: {name}',
  'group.role.makeMember': 'Снять права администратора: {name}',
  'group.role.giveUp': 'Сложить мои права администратора',
  'group.full': {
    one: 'Группа заполнена: {count} человек.',
    few: 'Группа заполнена: {count} человека.',
    many: 'Группа заполнена: {count} человек.',
    other: 'Группа заполнена: {count} человека.',
  },
  'group.noFriendsToAdd': 'Все ваши друзья уже в группе.',
  'conversation.members': {
    one: '{count} участник',
    few: '{count} участника',
    many: '{count} участников',
    other: '{count} участника',
  },
  'conversation.rename': 'Название и изображение…',
  'conversation.rename.title': 'Название и изображение',
  'conversation.rename.label': 'Название группы',
  'conversation.showMembers': 'Участники…',
  'conversation.members.title': 'Участники',
  'conversation.members.add': 'Добавить людей',
  'conversation.members.admin': 'Администратор',
  'conversation.members.remove': 'Исключить: {name}',
  'conversation.leave': 'Покинуть группу…',
  'conversation.leave.title': 'Покинуть «{name}»?',
  'conversation.leave.text':
    'Вы больше не будете получать её сообщения. Администратор может добавить вас снова.',
  'conversation.leave.confirm': 'Покинуть',
  'conversation.archive': 'В архив',
  'conversation.unarchive': 'Вернуть из архива',
  'conversation.mute': 'Отключить уведомления',
  'conversation.mute.hour': 'На 1 час',
  'conversation.mute.hours': 'На 8 часов',
  'conversation.mute.week': 'На неделю',
  'conversation.mute.always': 'Пока не включу',
  'conversation.unmute': 'Включить уведомления',
});
