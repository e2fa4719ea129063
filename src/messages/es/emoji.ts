import type { emoji as english } from '../en/emoji.ts';
import { translate } from '../translate.ts';

export const emoji = translate<'es', typeof english>()({
  'emoji.search': 'Buscar emojis',
  'emoji.none': 'No se encontraron emojis',
  'emoji.groups': 'Tipos de emoji',
  'emoji.list': 'Emojis',
  'emoji.group.recent': 'Usados recientemente',
  'emoji.group.smileys': 'Caritas',
  'emoji.group.people': 'Personas',
  'emoji.group.nature': 'Animales y naturaleza',
  'emoji.group.food': 'Comida y bebida',
  'emoji.group.travel': 'Viajes y lugares',
  'emoji.group.activities': 'Actividades',
  'emoji.group.objects': 'Objetos',
  'emoji.group.symbols': 'Símbolos',
  'emoji.group.flags': 'Banderas',
  'emoji.tones': 'Tonos de piel',
  'emoji.tone': 'Tono de piel: {tone}',
  'emoji.tone.none': 'Ninguno',
  'emoji.tone.light': 'Claro',
  'emoji.tone.mediumLight': 'Medio claro',
  'emoji.tone.medium': 'Medio',
  'emoji.tone.mediumDark': 'Medio oscuro',
  'emoji.tone.dark': 'Oscuro',
});
