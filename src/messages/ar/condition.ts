import type { condition as english } from '../en/condition.ts';
import { translate } from '../translate.ts';

export const condition = translate<'ar', typeof english>()({
  'condition.title': 'كيف حال الخادم',
  'condition.well': 'كل شيء على ما يرام.',
  'condition.failed': 'تعذّر الاستعلام عن حال الخادم.',
  'condition.online': 'المتصلون الآن',
  'condition.requests': 'الطلبات',
  'condition.requests.number': '{number} في الثانية',
  'condition.processor': 'المعالج',
  'condition.processor.share': '{share} من نواة واحدة',
  'condition.memory': 'الذاكرة',
  'condition.disk': 'المتاح على القرص',
  'condition.disk.room': '{free} من {total}',
  'condition.database': 'الرسائل',
  'condition.files': 'الملفات',
  'condition.backup': 'آخر نسخة احتياطية',
  'condition.backup.none': 'لا توجد بعد',
  'condition.problem.database_damaged':
    'جزء من قاعدة البيانات تالف. لا يُعرض التالف على أحد. استعد نسخة احتياطية، ولا تحذف أي نسخة حتى ذلك الحين.',
  'condition.problem.disk_nearly_full':
    'القرص ممتلئ تقريبًا. قريبًا لن يمكن إرسال الملفات، ثم الرسائل. أفرغ مساحة عليه.',
  'condition.problem.backup_failed': 'فشلت آخر محاولة لإنشاء نسخة احتياطية. السبب مذكور في الأسفل.',
  'condition.problem.backup_overdue':
    'تأخرت النسخة الاحتياطية. ستُنشأ التالية تلقائيًا ما دام الخادم يعمل، ويمكنك إنشاء واحدة الآن في الأسفل.',
  'condition.problem.clock_set_back':
    'ساعة هذا الحاسوب متأخرة: أحدث الرسائل مؤرخة في المستقبل. اضبط الساعة.',
  'condition.problem.webhook_given_up':
    'لم يعد أحد خطافات الويب الصادرة مقبولًا، ولم يعد يُرسل إليه شيء. على من يدير هذا البوت أن يتحقق من الأمر.',
  'condition.problem.index_behind': 'يجري تجهيز البحث ولا يجد كل شيء بعد. سينتهي ذلك تلقائيًا.',
});
