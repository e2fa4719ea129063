import { belongTogether, scriptLettersOf } from './scripts.ts';

/** Emoji are put together with characters that are nothing by themselves. */
const emoji = new RegExp('\\p{RGI_Emoji}', 'v');
const allEmoji = new RegExp(emoji.source, 'gv');
/** Arabic and the scripts of India shape words with the two joiners. */
const joinedLetters =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Inherited}])[\u200c\u200d](?=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}])/gu;
/** Controls, line breaks, what turns the text's direction, what has no width, private characters. */
const unseen = /[\p{Cc}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;
/** More marks on one letter than any language writes: they would paint over their neighbours. */
const flood = /\p{M}{5,}/u;

function hasUnseen(name: string): boolean {
  return unseen.test(name.replaceAll(allEmoji, '').replaceAll(joinedLetters, ''));
}

function isVisible(name: string): boolean {
  return emoji.test(name) || /[\p{L}\p{N}\p{P}\p{S}]/u.test(name);
}

function mixesScripts(name: string): boolean {
  return name.split(/[^\p{L}\p{M}]+/u).some((word) => !belongTogether(scriptLettersOf(word)));
}

export type NameTrick = 'blank' | 'unseen' | 'marks' | 'scripts';

/** One text for all the ways of typing it: NFC, single spaces and none around it. */
export function settledName(name: string): string {
  return name
    .normalize('NFC')
    .replaceAll(/[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+/g, ' ')
    .trim();
}

/** What is wrong with a name that others will see; null when nothing is (ADR 74). */
export function nameTrickIn(name: string): NameTrick | null {
  if (!isVisible(name)) return 'blank';
  if (hasUnseen(name)) return 'unseen';
  if (flood.test(name)) return 'marks';
  return mixesScripts(name) ? 'scripts' : null;
}
