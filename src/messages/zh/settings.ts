import type { settings as english } from '../en/settings.ts';
import { translate } from '../translate.ts';

export const settings = translate<'zh', typeof english>()({
  'settings.title': '设置',
  'settings.profile': '个人资料',
  'settings.password': '密码',
  'settings.password.current': '当前密码',
  'settings.password.new': '新密码',
  'settings.password.change': '更改密码',
  'settings.password.changed': '密码已更改。你的其他登录已结束。',
  'settings.sessions': '登录位置',
  'settings.sessions.current': '此设备',
  'settings.sessions.seen': '最近活动：{when}',
  'settings.sessions.end': '登出',
  'settings.sessions.endOn': '在 {device} 上登出',
  'settings.sessions.failed': '无法加载登录列表。',
  'settings.language': '语言',
  'settings.language.system': '跟随系统：{language}',
  'settings.server': '服务器',
  'settings.server.hosted': '托管在此电脑上',
  'settings.signOut': '登出',
  'settings.signOut.title': '登出？',
  'settings.signOut.text': '再次登录时需要密码。',
  'settings.leave': '离开此服务器…',
  'settings.leave.title': '离开 {server}？',
  'settings.leave.text': '你将登出并回到第一个界面。账户会保留。',
  'settings.leave.confirm': '离开服务器',
});
