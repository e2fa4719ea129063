import type { retention as english } from '../en/retention.ts';
import { translate } from '../translate.ts';

export const retention = translate<'zh', typeof english>()({
  'retention.title': '消息保留多久',
  'retention.text':
    '更早的消息及其文件会从这台电脑和所有人的应用中永久删除。会话可以有自己的规则：在会话的菜单中设置。',
  'retention.everywhere': '消息保留',
  'retention.in': '在“{name}”中',
  'retention.others': '您不在其中的会话',
  'retention.forever': '永久',
  'retention.asServer': '与各处相同（{rule}）',
  'retention.failed': '无法加载规则。',
  'retention.confirm.title': { other: '删除 {count} 条消息？' },
  'retention.confirm.text': '超过新规则期限的消息会连同文件从所有人那里删除，无法恢复。',
  'retention.confirm': '删除',
  'retention.menu': '消息保留多久…',
  'retention.dialog.title': '消息保留多久',
  'retention.dialog.text': '对此会话中的所有人生效。成员可以看到。',
  'retention.dialog.label': '消息保留',
  'retention.here': '此处的消息保留{duration}，之后会从所有人那里删除。',
});
