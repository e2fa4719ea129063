const word = /[\p{L}\p{N}_]/u;
/** Scripts that put no blanks between words: there any place may begin or end one. */
const withoutBlanks =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Hangul}]/u;

/** The character that ends before `index`; empty at the beginning. */
export function characterBefore(text: string, index: number): string {
  const last = text.charAt(index - 1);
  const isSecondHalf = last >= '\udc00' && last <= '\udfff';
  return isSecondHalf ? text.slice(Math.max(0, index - 2), index) : last;
}

/** The character that begins at `index`; empty at the end. */
export function characterAt(text: string, index: number): string {
  const codePoint = text.codePointAt(index);
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
}

/** Whether a word goes on at this character. */
export function isInWord(character: string): boolean {
  return word.test(character) && !withoutBlanks.test(character);
}

export function isBlank(character: string): boolean {
  return character === '' || /\s/.test(character);
}
