import type { backups as english } from '../en/backups.ts';
import { translate } from '../translate.ts';

export const backups = translate<'zh', typeof english>()({
  'backups.title': '备份',
  'backups.text':
    '一个加密文件，包含一切：消息、账户、文件和服务器的密钥。恢复密钥可在任何电脑上打开它。',
  'backups.switch': '自动备份',
  'backups.switch.text': '生成新备份时，最旧的会被删除。',
  'backups.often': '频率',
  'backups.often.6': '每 6 小时',
  'backups.often.24': '每天',
  'backups.often.168': '每周',
  'backups.keep': '保留',
  'backups.keep.number': '最近 {number} 份',
  'backups.folder': '保存在',
  'backups.choose': '选择文件夹…',
  'backups.passphrase.set': '它和恢复密钥一样，可在任何电脑上打开新的备份。',
  'backups.passphrase.none': '无：只有恢复密钥能打开备份。',
  'backups.passphrase.choose': '选择…',
  'backups.passphrase.change': '更改…',
  'backups.passphrase.remove': '移除',
  'backups.passphrase.title': '备份的口令',
  'backups.passphrase.text': '它能打开从现在起生成的每个备份。旧备份仍用各自的。',
  'backups.passphrase.remove.title': '不用口令备份？',
  'backups.passphrase.remove.text': '这样只有恢复密钥能打开新的备份。',
  'backups.last': '上次备份：{when}，{size}',
  'backups.none': '还没有备份。',
  'backups.next': '下次：{when}',
  'backups.running': '正在备份…',
  'backups.now': '立即备份',
  'backups.failed': '无法加载备份信息。',
  'backups.problem.no_secret': '未能备份，因为没有人能打开备份：还没有恢复密钥。请在下方创建一个。',
  'backups.problem.no_room': '未能备份：磁盘空间不足。',
  'backups.problem.not_writable':
    '未能备份：文件夹不存在或无法写入。请选择其他文件夹，或接上磁盘。',
  'backups.problem.failed': '上次备份失败。一小时后会重试。',
});
