import type { condition as english } from '../en/condition.ts';
import { translate } from '../translate.ts';

export const condition = translate<'zh', typeof english>()({
  'condition.title': '运行状况',
  'condition.well': '一切正常。',
  'condition.failed': '无法查询服务器的状况。',
  'condition.online': '在线人数',
  'condition.requests': '请求',
  'condition.requests.number': '每秒 {number} 个',
  'condition.processor': '处理器',
  'condition.processor.share': '占一个核心的 {share}',
  'condition.memory': '内存',
  'condition.disk': '磁盘可用空间',
  'condition.disk.room': '{free}，共 {total}',
  'condition.database': '消息',
  'condition.files': '文件',
  'condition.backup': '上次备份',
  'condition.backup.none': '还没有',
  'condition.problem.database_damaged':
    '数据库的一部分已损坏。损坏的内容不会显示给任何人。请恢复一个备份；在此之前不要删除任何备份。',
  'condition.problem.disk_nearly_full':
    '磁盘快满了。很快将无法发送文件，之后也无法发送消息。请腾出空间。',
  'condition.problem.backup_failed': '上一次备份没有成功。原因见下方。',
  'condition.problem.backup_overdue':
    '备份已逾期。只要服务器在运行，下一次备份会自动进行；您也可以在下方立即备份。',
  'condition.problem.clock_set_back': '这台电脑的时钟慢了：最新的消息日期在未来。请校正时钟。',
  'condition.problem.webhook_given_up':
    '一个外发 Webhook 已不再被接收，也不再向该地址发送内容。请该机器人的管理者检查。',
  'condition.problem.index_behind': '搜索正在准备中，暂时还不能找到全部内容。稍后会自动完成。',
});
