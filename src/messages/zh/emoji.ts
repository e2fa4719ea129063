import type { emoji as english } from '../en/emoji.ts';
import { translate } from '../translate.ts';

export const emoji = translate<'zh', typeof english>()({
  'emoji.search': '搜索表情',
  'emoji.none': '未找到表情',
  'emoji.groups': '表情类别',
  'emoji.list': '表情',
  'emoji.group.recent': '最近使用',
  'emoji.group.smileys': '笑脸',
  'emoji.group.people': '人物',
  'emoji.group.nature': '动物与自然',
  'emoji.group.food': '食物与饮料',
  'emoji.group.travel': '旅行与地点',
  'emoji.group.activities': '活动',
  'emoji.group.objects': '物品',
  'emoji.group.symbols': '符号',
  'emoji.group.flags': '旗帜',
  'emoji.tones': '肤色',
  'emoji.tone': '肤色：{tone}',
  'emoji.tone.none': '无',
  'emoji.tone.light': '浅色',
  'emoji.tone.mediumLight': '中等偏浅',
  'emoji.tone.medium': '中等',
  'emoji.tone.mediumDark': '中等偏深',
  'emoji.tone.dark': '深色',
});
