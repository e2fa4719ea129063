/**
 * How search reads a text: as tokens that compare equal where people would say that it is the same
 * word. The index, the query and the highlights all go through here, so that they agree whatever
 * the script; SQLite is handed tokens and decides nothing.
 */
export interface Token {
  text: string;
  /** Where it stands in the text in its NFC form, in UTF-16 units; `end` is past its last unit. */
  start: number;
  end: number;
}

/** A character with what is written onto it; half-width Katakana has voicing marks of its own. */
const unit = /[^][\p{M}\uff9e\uff9f]*/gu;

/**
 * Marks without which a word is still the same word: accents, Hebrew points, Arabic vowels, and the
 * selectors of a glyph's form. Other scripts' marks are vowels or voicing and make another word.
 */
const looseMarks: readonly (readonly [first: number, last: number])[] = [
  [0x0300, 0x036f],
  [0x0483, 0x0487],
  [0x0591, 0x05c7],
  [0x0610, 0x061a],
  [0x064b, 0x065f],
  [0x0670, 0x0670],
  [0x06d6, 0x06ed],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xe0100, 0xe01ef],
];

function withoutLooseMarks(text: string): string {
  return text.replace(/\p{M}/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return looseMarks.some(([first, last]) => first <= code && code <= last) ? '' : character;
  });
}

/** Letters that no decomposition makes plain, and yet are typed plainly by many. */
const plainLetters: ReadonlyMap<string, string> = new Map([
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['ŧ', 't'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
  ['ς', 'σ'],
  // Arabic and Persian keyboards write the same letters by different characters.
  ['ى', 'ي'],
  ['ی', 'ي'],
  ['ې', 'ي'],
  ['ک', 'ك'],
  ['ة', 'ه'],
  ['ە', 'ه'],
  // Tatweel only stretches the line.
  ['ـ', ''],
]);

const wordCharacter = /[\p{L}\p{N}]/u;
const mark = /\p{M}/u;
/** Joiners, soft hyphens, directions: inside a word, and no part of it. */
const invisible = /\p{Cf}/u;
const decimalDigit = /\p{Nd}/u;

/** Scripts written without spaces, where each character stands for itself and words are phrases. */
const withoutSpaces =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{scx=Yi}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;
const pictograph = /[\p{Extended_Pictographic}\p{RI}]/u;

type Kind = 'word' | 'single' | 'mark' | 'nothing' | 'gap';

function classify(character: string): Kind {
  if (mark.test(character)) return 'mark';
  if (wordCharacter.test(character)) return withoutSpaces.test(character) ? 'single' : 'word';
  if (pictograph.test(character)) return 'single';
  return invisible.test(character) ? 'nothing' : 'gap';
}

interface FoldedCharacter {
  text: string;
  kind: Kind;
}

/** Texts repeat few characters; the bound is for those who send every character there is. */
const foldedRemembered = 20_000;
const foldedBefore = new Map<string, readonly FoldedCharacter[]>();

function fold(written: string): readonly FoldedCharacter[] {
  const known = foldedBefore.get(written);
  if (known !== undefined) return known;
  // Upper before lower case: ß is ss then, and a dotless ı an i.
  const folded = written.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
  const bare = withoutLooseMarks(folded).normalize('NFKC');
  const characters = Array.from(bare)
    .flatMap((character) => Array.from(plainLetters.get(character) ?? plainDigit(character)))
    .map((text) => ({ text, kind: classify(text) }));
  if (foldedBefore.size >= foldedRemembered) foldedBefore.clear();
  foldedBefore.set(written, characters);
  return characters;
}

/** The digits of every script are the same ten: Unicode keeps each set of them in a row from 0. */
function plainDigit(character: string): string {
  if (!decimalDigit.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && decimalDigit.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/** Whether the token is of a script in which a character is a word: none of its words is only begun. */
export function isSingleCharacter(token: string): boolean {
  const [first = ''] = token;
  return classify(first) === 'single';
}

/** Reads a text whose offsets count in its NFC form. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let current: Token | undefined;
  let isSingle = false;
  for (const match of text.normalize('NFC').matchAll(unit)) {
    const start = match.index;
    const end = start + match[0].length;
    for (const { text: character, kind } of fold(match[0])) {
      if (kind === 'nothing') continue;
      const joins = current !== undefined && (kind === 'mark' || (kind === 'word' && !isSingle));
      if (joins && current !== undefined) {
        current.text += character;
        current.end = end;
      } else if (kind === 'word' || kind === 'single') {
        current = { text: character, start, end };
        isSingle = kind === 'single';
        tokens.push(current);
      } else {
        current = undefined;
      }
    }
  }
  return tokens;
}
