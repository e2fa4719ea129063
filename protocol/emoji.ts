import { z } from 'zod';

/** The longest in use, a kiss with two skin tones, has 15. */
const emojiMaxUnits = 40;

/** Exactly one of the emoji that Unicode recommends: flags, keycaps, families, skin tones. */
const recommended = new RegExp('^\\p{RGI_Emoji}$', 'v');

/**
 * One pictograph, or several joined into one: also those of a Unicode version that is newer than
 * this program, and such as are written without their variation selector.
 */
const pictograph = '\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?';
const pictographs = new RegExp(`^${pictograph}(?:\\u200D${pictograph})*$`, 'u');

const variationSelector = '\uFE0F';
/** What is shown as text unless a variation selector or a skin tone follows. */
const textByDefault = /(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?!\p{Emoji_Modifier})/gu;

/** Exactly one emoji, as a person sees it. */
export const emoji = z
  .string()
  .max(emojiMaxUnits)
  .refine((text) => recommended.test(text) || pictographs.test(text), 'must be one emoji');

/**
 * The one form in which an emoji is kept: the same heart comes with and without its variation
 * selector, depending on the keyboard.
 */
export function canonicalEmoji(text: string): string {
  const bare = text.replaceAll(variationSelector, '');
  const forms = [text, bare, bare.replace(textByDefault, `$&${variationSelector}`)];
  return forms.find((form) => recommended.test(form)) ?? text;
}
