import type { updates as english } from '../en/updates.ts';
import { translate } from '../translate.ts';

export const updates = translate<'ar', typeof english>()({
  'update.ready': 'الإصدار {version} جاهز للتثبيت.',
  'update.install': 'تثبيت…',
  'update.downloading': 'يجري تنزيل الإصدار {version} من الخادم…',
  'update.refused':
    'يعرض الخادم إصدارًا من التطبيق غير موقَّع من صانعيه. لن يُثبَّت؛ أخبر من يدير الخادم.',
  'update.how.AppImage': 'يُغلَق التطبيق ثم يُفتح من جديد بالإصدار الجديد.',
  'update.how.nsis': 'يُغلَق التطبيق ويُفتح برنامج تثبيته.',
  'update.how.dmg': 'تُفتح صورة القرص: اسحب التطبيق إلى «التطبيقات» بدلًا من هذا.',
  'update.how.deb':
    'التطبيق تابع لنظام الحزم في هذا الحاسوب: برنامجه هو الذي يفتح الحزمة ويطلب كلمة مرور مدير الجهاز.',
  'update.how.tar.gz': 'يُعرض الأرشيف في مجلده: فُكّ ضغطه بدلًا من هذا التطبيق.',
  'update.missing':
    'لدى الخادم الإصدار {version}، لكن لا حزمة منه لهذا الحاسوب. اسأل من يدير الخادم.',
  'nav.settings.update': 'الإعدادات، يوجد إصدار أحدث من التطبيق',
  'releases.title': 'إصدارات التطبيق الجديدة',
  'releases.text':
    'كل من هو متصل يحصل على الإصدار الذي يُضاف هنا، بلا إنترنت. يُتحقق هنا من توقيع صانعيه، ويتحقق منه كل تطبيق مرة أخرى.',
  'releases.none': 'لا يُوزَّع أي إصدار.',
  'releases.offered': 'يُوزَّع الإصدار {version}.',
  'releases.packages': {
    zero: 'لا حزم، {size}',
    one: 'حزمة واحدة، {size}',
    two: 'حزمتان، {size}',
    few: '{count} حزم، {size}',
    many: '{count} حزمة، {size}',
    other: '{count} حزمة، {size}',
  },
  'releases.broken': 'الإصدار الموجود هنا ناقص أو تتعذر قراءته. لا يحصل عليه أحد.',
  'releases.add': 'إضافة إصدار…',
  'releases.adding': 'جارٍ النسخ والتحقق…',
  'releases.remove': 'سحبه',
  'releases.failed': 'تعذّرت معرفة ما يُوزَّع.',
  'failure.RELEASE_REFUSED': 'تعذّرت إضافة الإصدار.',
  'failure.release.none':
    'هذا ليس إصدارًا من التطبيق. اختر ملفه release.json؛ ويجب أن يكون release.json.sig والحزم بجانبه.',
  'failure.release.unsigned': 'لم يوقّع صانعو هذا التطبيق هذا الإصدار، أو غُيِّر في طريقه. لا يُوزَّع.',
  'failure.release.incomplete': 'بعض حزمه ناقصة أو لها طول آخر. انسخ المجلد كله من جديد.',
  'failure.release.damaged': 'إحدى الحزم تالفة، أو ليست التي وُقِّعت. لا تُوزَّع.',
  'failure.release.unreadable': 'الإصدار موقَّع، لكن هذا التطبيق لا يستطيع قراءة وصفه.',
  'failure.release.noRoom': 'لا مكان في القرص لهذا الإصدار.',
  'failure.release.noKey':
    'صُنعت هذه النسخة من التطبيق بلا مفتاح صانعيه، فلا تستطيع التحقق من الإصدارات.',
  'update.how.rpm':
    'التطبيق تابع لنظام الحزم في هذا الحاسوب: برنامجه هو الذي يفتح الحزمة ويطلب كلمة مرور مدير الجهاز.',
});
