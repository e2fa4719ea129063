import type { app as english } from '../en/app.ts';
import { translate } from '../translate.ts';

export const app = translate<'ar', typeof english>()({
  'app.name': 'Future Talk',
  'app.back': 'رجوع',
  'app.cancel': 'إلغاء',
  'app.close': 'إغلاق',
  'app.copied': 'تم النسخ',
  'app.copy': 'نسخ: {what}',
  'app.loading': 'جارٍ التحميل…',
  'app.retry': 'إعادة المحاولة',
  'app.save': 'حفظ',
  'app.saved': 'تم الحفظ',
  'app.version': 'الإصدار {version}',
  'app.dismiss': 'إخفاء',
  'time.today': 'اليوم',
  'time.yesterday': 'أمس',
  'time.justNow': 'الآن',
  'time.at': 'اليوم الساعة {time}',
  'time.on': '{date}',
  'time.yesterdayInside': 'أمس',
});
