import type { exporting as english } from '../en/export.ts';
import { translate } from '../translate.ts';

export const exporting = translate<'ar', typeof english>()({
  'export.title': 'محادثاتك',
  'export.text':
    'كل ما يمكنك قراءته هنا: صفحات لأي متصفح، وملفات JSON، مع الملفات المرفقة. لا تُضم الرسائل ذات المؤقت. التصدير غير مشفّر.',
  'export.start': 'تصدير…',
  'export.done': 'صُدِّر إلى:',
  'export.edited': 'معدّلة',
  'export.deleted': 'حُذفت هذه الرسالة.',
});
