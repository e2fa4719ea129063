import type { updates as english } from '../en/updates.ts';
import { translate } from '../translate.ts';

export const updates = translate<'ar', typeof english>()({
  'update.ready': 'الإصدار {version} جاهز للتثبيت.',
  'update.install': 'تثبيت…',
  'update.downloading': 'يجري تنزيل الإصدار {version} من الخادم…',
  'update.refused':
    'يعرض الخادم إصدارًا من التطبيق غير موقَّع من صانعيه. لن يُثبَّت؛ أخبر من يدير الخادم.',
});
