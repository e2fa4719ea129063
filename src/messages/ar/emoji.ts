import type { emoji as english } from '../en/emoji.ts';
import { translate } from '../translate.ts';

export const emoji = translate<'ar', typeof english>()({
  'emoji.search': 'البحث في الرموز التعبيرية',
  'emoji.none': 'لم يُعثر على رمز تعبيري',
  'emoji.groups': 'أنواع الرموز التعبيرية',
  'emoji.list': 'الرموز التعبيرية',
  'emoji.group.recent': 'المستخدمة حديثًا',
  'emoji.group.smileys': 'الوجوه',
  'emoji.group.people': 'الناس',
  'emoji.group.nature': 'الحيوانات والطبيعة',
  'emoji.group.food': 'الطعام والشراب',
  'emoji.group.travel': 'السفر والأماكن',
  'emoji.group.activities': 'الأنشطة',
  'emoji.group.objects': 'الأشياء',
  'emoji.group.symbols': 'الرموز',
  'emoji.group.flags': 'الأعلام',
  'emoji.tones': 'درجات لون البشرة',
  'emoji.tone': 'لون البشرة: {tone}',
  'emoji.tone.none': 'بلا',
  'emoji.tone.light': 'فاتح',
  'emoji.tone.mediumLight': 'فاتح متوسط',
  'emoji.tone.medium': 'متوسط',
  'emoji.tone.mediumDark': 'داكن متوسط',
  'emoji.tone.dark': 'داكن',
});
