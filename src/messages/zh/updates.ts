import type { updates as english } from '../en/updates.ts';
import { translate } from '../translate.ts';

export const updates = translate<'zh', typeof english>()({
  'update.ready': '版本 {version} 已可安装。',
  'update.install': '安装…',
  'update.downloading': '正在从服务器获取版本 {version}…',
  'update.refused': '服务器提供的应用版本没有开发者的签名，因此不会安装。请告知服务器的管理者。',
  'update.how.AppImage': '应用会关闭，并以新版本重新打开。',
  'update.how.nsis': '应用会关闭，然后打开安装程序。',
  'update.how.dmg': '磁盘映像会打开：把应用拖到“应用程序”，替换现有的应用。',
  'update.how.deb': '应用归此电脑的软件包系统管理：由系统自己的程序打开软件包，并要求管理员密码。',
  'update.how.tar.gz': '将在文件夹中显示压缩包：请解压并替换现有的应用。',
  'update.missing': '服务器上有版本 {version}，但没有适合此电脑的安装包。请询问服务器的管理者。',
  'nav.settings.update': '设置，有新版本的应用',
  'releases.title': '应用的新版本',
  'releases.text':
    '在这里添加的版本会分发给所有已连接的人，无需互联网。开发者的签名会在这里检查，每个应用还会再检查一次。',
  'releases.none': '没有分发任何版本。',
  'releases.offered': '正在分发版本 {version}。',
  'releases.packages': { other: '{count} 个安装包，{size}' },
  'releases.broken': '这里的版本不完整或无法读取。没有人会得到它。',
  'releases.add': '添加版本…',
  'releases.adding': '正在复制并检查…',
  'releases.remove': '撤回',
  'releases.failed': '无法得知正在分发什么。',
  'failure.RELEASE_REFUSED': '无法添加该版本。',
  'failure.release.none':
    '这不是应用的版本。请选择它的 release.json；release.json.sig 和安装包必须在同一文件夹中。',
  'failure.release.unsigned': '该版本没有此应用开发者的签名，或在途中被更改。不会分发。',
  'failure.release.incomplete': '部分安装包缺失或长度不符。请重新复制整个文件夹。',
  'failure.release.damaged': '有安装包已损坏，或不是签名时的那个。不会分发。',
  'failure.release.unreadable': '该版本已签名，但此应用无法读取其说明。',
  'failure.release.noRoom': '磁盘空间不足，放不下该版本。',
  'failure.release.noKey': '此应用在制作时没有开发者的密钥，因此无法检查版本。',
  'update.how.rpm': '应用归此电脑的软件包系统管理：由系统自己的程序打开软件包，并要求管理员密码。',
});
