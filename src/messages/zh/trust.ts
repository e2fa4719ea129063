import type { trust as english } from '../en/trust.ts';
import { translate } from '../translate.ts';

export const trust = translate<'zh', typeof english>()({
  'trust.new.title': '这是正确的服务器吗？',
  'trust.new.text': '你首次连接到 {address}。这是它的指纹：',
  'trust.new.how':
    '请询问托管者：其“托管”页面会显示指纹。如果一致，你连接的就是对方的电脑，中间无人能偷看。',
  'trust.new.confirm': '一致：连接',
  'trust.refuse': '不连接',
  'trust.changed.title': '这不是你认识的服务器',
  'trust.changed.text':
    '{address} 上的“{name}”现在出示了另一个密钥。应用在发送任何内容之前已停止。',
  'trust.changed.meaning': '要么服务器被重新设置，要么另一台电脑取代了它并可能偷看。请询问托管者。',
  'trust.changed.before': '之前的指纹',
  'trust.changed.now': '现在的指纹',
  'trust.changed.refuse': '不连接',
  'trust.changed.trust': '信任新密钥…',
  'trust.changed.sure.title': '信任新密钥？',
  'trust.changed.sure.text': '仅当托管者说明了更改原因，并念出以下指纹时：',
  'trust.changed.sure.confirm': '信任新密钥',
  'trust.verify.title': '验证 {server}',
  'trust.verify.text':
    '与对方核对此指纹。如果两人看到的一致，你们就在通过同一服务器交谈，中间无人能偷看。',
  'trust.verify.limits': '托管的电脑可以读取消息。指纹说明它是哪一台电脑。',
  'trust.verify.copy': '指纹',
  'link.title': '邀请链接',
  'link.current': '此邀请指向 {server}，你已经在这里。',
  'link.unreadable': '无法读取此邀请链接。请索取新的链接。',
  'link.other':
    '它指向位于 {address} 的另一服务器。你将离开 {server}；你在那里的账户和消息会保留。',
  'link.stay': '留在这里',
  'link.join': '前往另一服务器',
  'lan.title': '在此网络中',
  'lan.listening': '正在查找服务器…',
  'lan.known': '已知',
  'lan.nobody': '没有发现服务器',
  'lan.noNetwork': '此电脑未连接任何网络',
  'lan.asked': '已在 {places} 上查询。',
  'lan.notAsked': '无法在 {places} 上查询。',
  'lan.useAddress': '有些网络不放行此类查询。输入地址仍然可用。',
});
