import type { retention as english } from '../en/retention.ts';
import { translate } from '../translate.ts';

export const retention = translate<'ar', typeof english>()({
  'retention.title': 'مدة الاحتفاظ بالرسائل',
  'retention.text':
    'تُحذف الرسائل الأقدم وملفاتها نهائيًا من هذا الحاسوب ومن تطبيق الجميع. ويمكن أن تكون لمحادثةٍ قاعدتها الخاصة: تجدها في قائمتها.',
  'retention.everywhere': 'يُحتفظ بالرسائل',
  'retention.in': 'في «{name}»',
  'retention.others': 'محادثة لست فيها',
  'retention.forever': 'دائمًا',
  'retention.asServer': 'كما في كل مكان ({rule})',
  'retention.failed': 'تعذّر تحميل القواعد.',
  'retention.confirm.title': {
    zero: 'حذف {count} رسالة؟',
    one: 'حذف رسالة واحدة؟',
    two: 'حذف رسالتين؟',
    few: 'حذف {count} رسائل؟',
    many: 'حذف {count} رسالة؟',
    other: 'حذف {count} رسالة؟',
  },
  'retention.confirm.text':
    'كل ما هو أقدم مما تسمح به القاعدة الجديدة يُحذف عند الجميع مع ملفاته، ولا يمكن استرجاعه.',
  'retention.confirm': 'حذف',
  'retention.menu': 'مدة الاحتفاظ بالرسائل…',
  'retention.dialog.title': 'مدة الاحتفاظ بالرسائل',
  'retention.dialog.text': 'في هذه المحادثة، للجميع. ويمكن لأعضائها رؤيتها.',
  'retention.dialog.label': 'يُحتفظ بالرسائل',
  'retention.here': 'مدة الاحتفاظ بالرسائل هنا: {duration}، ثم تُحذف عند الجميع.',
});
