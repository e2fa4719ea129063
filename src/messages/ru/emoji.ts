import type { emoji as english } from '../en/emoji.ts';
import { translate } from '../translate.ts';

export const emoji = translate<'ru', typeof english>()({
  'emoji.search': 'Поиск эмодзи',
  'emoji.none': 'Эмодзи не найдены',
  'emoji.groups': 'Виды эмодзи',
  'emoji.list': 'Эмодзи',
  'emoji.group.recent': 'Недавние',
  'emoji.group.smileys': 'Смайлики',
  'emoji.group.people': 'Люди',
  'emoji.group.nature': 'Животные и природа',
  'emoji.group.food': 'Еда и напитки',
  'emoji.group.travel': 'Путешествия и места',
  'emoji.group.activities': 'Занятия',
  'emoji.group.objects': 'Предметы',
  'emoji.group.symbols': 'Символы',
  'emoji.group.flags': 'Флаги',
  'emoji.tones': 'Оттенки кожи',
  'emoji.tone': 'Оттенок кожи: {tone}',
  'emoji.tone.none': 'Нет',
  'emoji.tone.light': 'Светлый',
  'emoji.tone.mediumLight': 'Умеренно светлый',
  'emoji.tone.medium': 'Средний',
  'emoji.tone.mediumDark': 'Умеренно тёмный',
  'emoji.tone.dark': 'Тёмный',
});
