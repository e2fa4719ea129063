import type { offline as english } from '../en/offline.ts';
import { translate } from '../translate.ts';

export const offline = translate<'ar', typeof english>()({
  'connection.online': 'متصل',
  'connection.connecting': 'جارٍ الاتصال…',
  'connection.offline': 'غير متصل',
  'connection.offline.text': 'لا يوجد اتصال. تنتظر الرسائل حتى يعود.',
  'connection.waiting': {
    zero: 'انقطع الاتصال. إعادة المحاولة الآن.',
    one: 'انقطع الاتصال. إعادة المحاولة بعد ثانية واحدة.',
    two: 'انقطع الاتصال. إعادة المحاولة بعد ثانيتين.',
    few: 'انقطع الاتصال. إعادة المحاولة بعد {count} ثوانٍ.',
    many: 'انقطع الاتصال. إعادة المحاولة بعد {count} ثانية.',
    other: 'انقطع الاتصال. إعادة المحاولة بعد {count} ثانية.',
  },
  'connection.lost': 'انقطع الاتصال',
  'connection.tryNow': 'المحاولة الآن',
  'message.state.waiting': 'بانتظار الخادم',
  'message.waiting.drop': 'عدم الإرسال',
  'offline.title': 'لا يوجد اتصال',
  'offline.later': 'يظهر هذا عندما يعود الخادم.',
  'offline.unsentLost':
    'تعذّر فتح ما كان محفوظًا على هذا الحاسوب. فُقدت الرسائل التي كانت تنتظر الإرسال.',
});
