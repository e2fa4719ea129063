import type { trust as english } from '../en/trust.ts';
import { translate } from '../translate.ts';

export const trust = translate<'ar', typeof english>()({
  'trust.new.title': 'هل هذا هو الخادم الصحيح؟',
  'trust.new.text': 'هذا أول اتصال لك بالعنوان {address}. هذه بصمته:',
  'trust.new.how':
    'اسأل من يستضيف: تعرض صفحة «الاستضافة» لديه بصمة. إن كانت مطابقة فأنت متصل بحاسوبه، ولا أحد بينكما يستطيع القراءة.',
  'trust.new.confirm': 'متطابقة: اتصال',
  'trust.refuse': 'عدم الاتصال',
  'trust.changed.title': 'هذا ليس الخادم الذي تعرفه',
  'trust.changed.text':
    'يعرض «{name}» على العنوان {address} مفتاحًا آخر الآن. توقف التطبيق قبل إرسال أي شيء.',
  'trust.changed.meaning':
    'إما أن الخادم أُعدّ من جديد، أو أن حاسوبًا آخر حلّ محله وقد يقرأ الرسائل. اسأل من يستضيف.',
  'trust.changed.before': 'البصمة حتى الآن',
  'trust.changed.now': 'البصمة التي يعرضها الآن',
  'trust.changed.refuse': 'عدم الاتصال',
  'trust.changed.trust': 'الوثوق بالمفتاح الجديد…',
  'trust.changed.sure.title': 'هل تثق بالمفتاح الجديد؟',
  'trust.changed.sure.text': 'فقط إن أخبرك من يستضيف بسبب تغيّره، وقرأ لك هذه البصمة:',
  'trust.changed.sure.confirm': 'الوثوق بالمفتاح الجديد',
  'trust.verify.title': 'التحقق من {server}',
  'trust.verify.text':
    'قارن هذه البصمة ببصمة الشخص الآخر. إن رأيتما البصمة نفسها فأنتما تتحدثان عبر الخادم نفسه، ولا أحد بينكما يستطيع القراءة.',
  'trust.verify.limits': 'يستطيع الحاسوب المضيف قراءة الرسائل. تدل البصمة على هذا الحاسوب.',
  'trust.verify.copy': 'البصمة',
  'link.title': 'رابط الدعوة',
  'link.current': 'هذه الدعوة إلى {server}، وأنت عليه بالفعل.',
  'link.unreadable': 'تتعذّر قراءة رابط الدعوة هذا. يُرجى طلب رابط جديد.',
  'link.other':
    'يؤدي إلى خادم آخر على العنوان {address}. ستغادر {server} لأجله، ويبقى حسابك ورسائلك هناك.',
  'link.stay': 'البقاء هنا',
  'link.join': 'الانتقال إلى الخادم الآخر',
  'lan.title': 'على هذه الشبكة',
  'lan.listening': 'جارٍ البحث عن خوادم…',
  'lan.known': 'معروف',
  'lan.nobody': 'لم يستجب أي خادم',
  'lan.noNetwork': 'هذا الحاسوب غير متصل بأي شبكة',
  'lan.asked': 'جرى البحث على {places}.',
  'lan.notAsked': 'تعذّر البحث على {places}.',
  'lan.useAddress': 'بعض الشبكات لا تسمح بهذا البحث. يعمل العنوان رغم ذلك.',
});
