import type { move as english } from '../en/move.ts';
import { translate } from '../translate.ts';

export const move = translate<'zh', typeof english>()({
  'failure.hosting.moved': '此服务器已迁移到另一台电脑，不再在这里启动。',
  'failure.takeOver.notALink': '这不是接管服务器的链接。请从另一台电脑完整复制。',
  'failure.takeOver.link': '该链接已失效，或另一台电脑已终止迁移。请在那边创建新的链接。',
  'failure.takeOver.unreachable': '从这里无法连接到另一台电脑。两台电脑必须在同一网络中。',
  'failure.takeOver.otherServer': '链接中的地址上是另一个服务器。',
  'failure.takeOver.lost': '已无法再连接到另一台电脑。它会照常继续运行服务器。',
  'failure.takeOver.unconfirmed':
    '服务器已到达，但另一台电脑未确认已交出。在这里启动之前，请先到那边查看。',
  'failure.takeOver.noRoom': '此电脑的磁盘没有空间存放该服务器。',
  'failure.takeOver.serverHere': '此电脑已在托管一个服务器。',
  'hosting.arriving': '正在接管…',
  'hosting.moved': '已迁移到另一台电脑',
  'move.title': '迁移到另一台电脑',
  'move.text':
    '消息、帐户、文件和服务器密钥会转到另一台电脑，所有人自动跟随。在另一台电脑拿到全部内容之前，此电脑继续运行。',
  'move.start': '创建链接',
  'move.link': '给另一台电脑的链接',
  'move.link.text':
    '在另一台电脑上打开 Future Talk，选择“接管服务器”，然后粘贴此链接。它只能使用一次，有效期至 {when}。它能打开一切：请只通过可信的途径发送。',
  'move.link.copy': '链接',
  'move.copying': '另一台电脑正在获取服务器。',
  'move.still': '最后一部分。新消息稍等片刻。',
  'move.progress': '迁移到另一台电脑',
  'move.cancel': '放弃',
  'move.problem.expired': '链接未在有效期内使用。',
  'move.problem.silent': '另一台电脑没有回应。服务器留在这里。',
  'move.problem.slow': '另一台电脑在最后阶段耗时过长。服务器留在这里。',
  'move.problem.given_up': '另一台电脑没有接管服务器。服务器留在这里。',
  'move.standingBy.none': '另一台电脑处于待命状态。它还没有完整的副本。',
  'move.standingBy.end': '结束',
  'move.failed': '无法得知迁移的进度。',
  'move.done':
    '服务器现在位于 {address}，此应用和其他人一样使用它。请让应用再保持打开一段时间，以便告知仍连接到这里的人。',
  'takeOver.title': '接管服务器',
  'takeOver.text': '服务器连同全部内容从另一台电脑迁移到这台电脑。',
  'takeOver.how': '在当前托管的电脑上：托管、迁移到另一台电脑、创建链接。',
  'takeOver.link': '来自另一台电脑的链接',
  'takeOver.link.required': '请粘贴来自另一台电脑的链接。',
  'takeOver.start': '接管',
  'takeOver.copying': '正在复制。另一台电脑此时继续运行。',
  'takeOver.finishing': '最后一部分。新消息稍等片刻。',
  'takeOver.unconfirmed':
    '一个服务器已到达此电脑，但另一台电脑未确认已交出。只有当它在那边不再运行时，才在这里启动。',
  'takeOver.finish': '在这里启动',
});
