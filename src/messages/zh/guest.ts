import type { guest as english } from '../en/guest.ts';
import { translate } from '../translate.ts';

export const guest = translate<'zh', typeof english>()({
  'guest.notice': '您正在浏览器中使用 Future Talk。消息在此页面与服务器之间是加密的。',
  'guest.plain':
    '但页面本身是通过普通 HTTP 传来的。能够更改此网络流量的人也能更改页面：它显示的内容（包括指纹），以及它如何处理您的密码和消息。',
  'guest.plain.what':
    '请将下方的指纹与主持人看到的指纹进行比较。在您不信任的网络中，请使用应用：它会自行检查服务器的密钥。',
  'guest.forgets':
    '此浏览器中不会保存任何内容。重新加载或关闭页面后需要重新登录，尚未发送的内容会丢失。',
  'guest.left.title': '您已离开此服务器',
  'guest.left.text': '不会再发送任何内容。请关闭此页面，或重新加载以重新开始。',
  'guest.moved': '服务器已迁移到另一台电脑。此页面无法跟随：请打开新的页面并在那里登录。',
  'guest.moved.unknown': '服务器已迁移到另一台电脑。请向托管者询问新的地址。',
});
