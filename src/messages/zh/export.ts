import type { exporting as english } from '../en/export.ts';
import { translate } from '../translate.ts';

export const exporting = translate<'zh', typeof english>()({
  'export.title': '你的会话',
  'export.text':
    '你在这里能读到的一切：可用任何浏览器打开的网页、JSON 以及文件。带定时器的消息不包括在内。导出内容未加密。',
  'export.start': '导出…',
  'export.done': '已导出到：',
  'export.edited': '已编辑',
  'export.deleted': '此消息已删除。',
});
