import type { app as english } from '../en/app.ts';
import { translate } from '../translate.ts';

export const app = translate<'zh', typeof english>()({
  'app.name': 'Future Talk',
  'app.back': '返回',
  'app.cancel': '取消',
  'app.close': '关闭',
  'app.copied': '已复制',
  'app.copy': '复制{what}',
  'app.loading': '正在加载…',
  'app.retry': '重试',
  'app.save': '保存',
  'app.saved': '已保存',
  'app.version': '版本 {version}',
  'app.dismiss': '忽略',
  'time.today': '今天',
  'time.yesterday': '昨天',
  'time.justNow': '刚刚',
  'time.at': '今天 {time}',
  'time.on': '{date}',
  'time.yesterdayInside': '昨天',
});
