import type { emoji as english } from '../en/emoji.ts';
import { translate } from '../translate.ts';

export const emoji = translate<'de', typeof english>()({
  'emoji.search': 'Emoji suchen',
  'emoji.none': 'Kein Emoji gefunden',
  'emoji.groups': 'Arten von Emoji',
  'emoji.list': 'Emoji',
  'emoji.group.recent': 'Zuletzt benutzt',
  'emoji.group.smileys': 'Smileys',
  'emoji.group.people': 'Menschen',
  'emoji.group.nature': 'Tiere und Natur',
  'emoji.group.food': 'Essen und Trinken',
  'emoji.group.travel': 'Reisen und Orte',
  'emoji.group.activities': 'Aktivitäten',
  'emoji.group.objects': 'Gegenstände',
  'emoji.group.symbols': 'Symbole',
  'emoji.group.flags': 'Flaggen',
  'emoji.tones': 'Hauttöne',
  'emoji.tone': 'Hautton: {tone}',
  'emoji.tone.none': 'Keiner',
  'emoji.tone.light': 'Hell',
  'emoji.tone.mediumLight': 'Mittelhell',
  'emoji.tone.medium': 'Mittel',
  'emoji.tone.mediumDark': 'Mitteldunkel',
  'emoji.tone.dark': 'Dunkel',
});
