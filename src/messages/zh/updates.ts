import type { updates as english } from '../en/updates.ts';
import { translate } from '../translate.ts';

export const updates = translate<'zh', typeof english>()({
  'update.ready': '版本 {version} 已可安装。',
  'update.install': '安装…',
  'update.downloading': '正在从服务器获取版本 {version}…',
  'update.refused': '服务器提供的应用版本没有开发者的签名，因此不会安装。请告知服务器的管理者。',
});
