import type { settings as english } from '../en/settings.ts';
import { translate } from '../translate.ts';

export const settings = translate<'ar', typeof english>()({
  'settings.title': 'الإعدادات',
  'settings.profile': 'الملف الشخصي',
  'settings.password': 'كلمة المرور',
  'settings.password.current': 'كلمة المرور الحالية',
  'settings.password.new': 'كلمة المرور الجديدة',
  'settings.password.change': 'تغيير كلمة المرور',
  'settings.password.changed': 'تغيّرت كلمة المرور. انتهت جلساتك الأخرى.',
  'settings.sessions': 'أين سجّلت الدخول',
  'settings.sessions.current': 'هذا الجهاز',
  'settings.sessions.seen': 'آخر نشاط: {when}',
  'settings.sessions.end': 'تسجيل الخروج',
  'settings.sessions.endOn': 'تسجيل الخروج على {device}',
  'settings.sessions.failed': 'تعذّر تحميل الجلسات.',
  'settings.language': 'اللغة',
  'settings.language.system': 'مثل النظام: {language}',
  'settings.server': 'الخادم',
  'settings.server.hosted': 'مستضاف على هذا الحاسوب',
  'settings.signOut': 'تسجيل الخروج',
  'settings.signOut.title': 'تسجيل الخروج؟',
  'settings.signOut.text': 'ستحتاج إلى كلمة المرور لتسجيل الدخول مجددًا.',
  'settings.leave': 'مغادرة هذا الخادم…',
  'settings.leave.title': 'مغادرة {server}؟',
  'settings.leave.text': 'سيُسجّل خروجك وتعود إلى الشاشة الأولى. يبقى حسابك.',
  'settings.leave.confirm': 'مغادرة الخادم',
});
