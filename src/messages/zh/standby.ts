import type { standby as english } from '../en/standby.ts';
import { translate } from '../translate.ts';

export const standby = translate<'zh', typeof english>()({
  'failure.standby.here': '此电脑正为一个服务器待命。请先在设置中结束待命。',
  'failure.standby.moved': '服务器现在位于另外一台电脑。请在那边创建新的链接。',
  'failure.standby.unanswered':
    '运行服务器的电脑没有回应。如果它已不在或将保持关机，请不等它直接接管。',
  'failure.standby.noCopy': '此电脑上还没有服务器的完整副本。',
  'failure.standby.key': '此电脑上的副本已无法打开。请结束待命，再用新的链接重新开始。',
  'standby.title': '待命',
  'standby.host.text': '另一台电脑保存一份随时跟进的副本。如果此电脑发生故障，它可以接管。',
  'standby.host.start': '创建待命链接',
  'standby.host.link':
    '在另一台电脑上打开 Future Talk，进入“设置”中的“为服务器待命”，然后粘贴此链接。它只能使用一次，有效期至 {when}。它能打开一切：请只通过可信的途径发送。',
  'standby.host.current': '另一台电脑处于待命状态，并拥有全部内容。',
  'standby.host.behind': '另一台电脑处于待命状态，但近来没有消息。其副本的时间为 {when}。',
  'standby.host.move':
    '待命的电脑可以立即接管服务器：请在那边选择“接管”。要迁移到其他电脑，请先结束待命。',
  'standby.here.title': '为服务器待命',
  'standby.here.text':
    '此电脑保存一份在另一台电脑上运行的服务器的副本，并持续跟进。如果那台电脑发生故障，此电脑可以接管。',
  'standby.service.switch': '作为此电脑的服务跟进',
  'standby.service.text':
    '应用关闭时副本仍会跟进，并随电脑启动。否则只在应用运行期间（包括在后台）跟进。',
  'standby.service.ask': '作为服务跟进？',
  'standby.service.confirm': '作为服务跟进',
  'standby.how': '在托管的电脑上：托管、待命、创建待命链接。',
  'standby.link': '来自托管电脑的待命链接',
  'standby.begin': '开始待命',
  'standby.copying': '正在获取 {name} 的首个副本。',
  'standby.following': '正在为 {name} 待命。截至 {when} 的全部内容都在这里。',
  'standby.outOfReach': '{name} 没有回应。此处副本的时间为 {when}。',
  'standby.outOfReach.none': '{name} 没有回应，此处还没有它的完整副本。',
  'standby.takingOver': '{name} 正在转到此电脑。',
  'standby.takeOver': '接管',
  'standby.takeOver.title': '要接管 {name} 吗？',
  'standby.takeOver.text': '服务器连同全部内容转到此电脑，所有人自动跟随。新消息稍等片刻。',
  'standby.takeOver.alone':
    '运行服务器的电脑没有回应。仅当它已不在或将保持关机时才接管：在那边 {when} 之后的内容不在此副本中。它恢复后将不再提供服务。',
  'standby.retry': '重试',
  'standby.end': '结束待命',
  'standby.end.title': '要结束待命吗？',
  'standby.end.text': '此电脑上的副本会被删除。服务器留在原处。',
});
