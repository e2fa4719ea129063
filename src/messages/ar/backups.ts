import type { backups as english } from '../en/backups.ts';
import { translate } from '../translate.ts';

export const backups = translate<'ar', typeof english>()({
  'backups.title': 'النسخ الاحتياطية',
  'backups.text':
    'ملف واحد مشفّر يضم كل شيء: الرسائل والحسابات والملفات ومفتاح الخادم. يفتحه مفتاح الاسترداد على أي حاسوب.',
  'backups.switch': 'إنشاء النسخ تلقائيًا',
  'backups.switch.text': 'تُحذف الأقدم كلما أُنشئت نسخ جديدة.',
  'backups.often': 'كم مرة',
  'backups.often.6': 'كل 6 ساعات',
  'backups.often.24': 'كل يوم',
  'backups.often.168': 'كل أسبوع',
  'backups.keep': 'الاحتفاظ',
  'backups.keep.number': 'آخر {number}',
  'backups.folder': 'تُحفظ في',
  'backups.choose': 'اختيار مجلد…',
  'backups.passphrase.set': 'تفتح النسخ الجديدة على أي حاسوب، كما يفتحها مفتاح الاسترداد.',
  'backups.passphrase.none': 'لا توجد: لا يفتح النسخ إلا مفتاح الاسترداد.',
  'backups.passphrase.choose': 'اختيار عبارة…',
  'backups.passphrase.change': 'تغيير…',
  'backups.passphrase.remove': 'إزالة',
  'backups.passphrase.title': 'عبارة مرور للنسخ الاحتياطية',
  'backups.passphrase.text': 'تفتح كل نسخة تُنشأ من الآن فصاعدًا. وتبقى للنسخ الأقدم عبارتها.',
  'backups.passphrase.remove.title': 'إنشاء نسخ بلا عبارة مرور؟',
  'backups.passphrase.remove.text': 'عندئذ لا يفتح النسخ الجديدة إلا مفتاح الاسترداد.',
  'backups.last': 'آخر نسخة: {when}، {size}',
  'backups.none': 'لم تُنشأ أي نسخة بعد.',
  'backups.next': 'التالية: {when}',
  'backups.running': 'يجري إنشاء نسخة…',
  'backups.now': 'إنشاء نسخة الآن',
  'backups.failed': 'تعذّر تحميل معلومات النسخ.',
  'backups.problem.no_secret':
    'لم تُنشأ نسخة لأن أحدًا لن يستطيع فتحها: لا يوجد مفتاح استرداد. أنشئ واحدًا أدناه.',
  'backups.problem.no_room': 'لم تُنشأ نسخة: لا مساحة لها على القرص.',
  'backups.problem.not_writable':
    'لم تُنشأ نسخة: المجلد غير موجود أو لا تمكن الكتابة فيه. اختر مجلدًا آخر أو صِل القرص.',
  'backups.problem.failed': 'فشلت آخر محاولة لإنشاء نسخة. ستُعاد المحاولة بعد ساعة.',
});
