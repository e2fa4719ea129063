import type { appearance as english } from '../en/appearance.ts';
import { translate } from '../translate.ts';

export const appearance = translate<'zh', typeof english>()({
  'appearance.title': '外观',
  'appearance.theme': '主题',
  'appearance.theme.system': '跟随系统',
  'appearance.theme.light': '浅色',
  'appearance.theme.dark': '深色',
  'appearance.density': '间距',
  'appearance.density.comfortable': '宽松',
  'appearance.density.compact': '紧凑',
  'appearance.contrast': '高对比度',
  'appearance.contrast.text': '线条和文字更醒目。关闭时跟随系统。',
});
