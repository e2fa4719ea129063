import type { offline as english } from '../en/offline.ts';
import { translate } from '../translate.ts';

export const offline = translate<'zh', typeof english>()({
  'connection.online': '在线',
  'connection.connecting': '正在连接…',
  'connection.offline': '离线',
  'connection.offline.text': '当前离线。消息会等到恢复连接后发送。',
  'connection.waiting': { other: '连接已断开。{count} 秒后重试。' },
  'connection.lost': '连接已断开',
  'connection.tryNow': '立即重试',
  'message.state.waiting': '等待服务器',
  'message.waiting.drop': '不发送',
  'offline.title': '没有连接',
  'offline.later': '服务器恢复后会显示。',
  'offline.unsentLost': '无法打开此电脑上保存的内容。等待发送的消息已丢失。',
});
