import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '#server/search/text-tokens.ts';

const words = (text: string) => tokenize(text).map((token) => token.text);

describe('tokens of a text', () => {
  it.each([
    ['Latin', 'Crème BRÛLÉE, naïve Ångström!', ['creme', 'brulee', 'naive', 'angstrom']],
    [
      'letters without a decomposition',
      'Łódź smørrebrød Straße',
      ['lodz', 'smorrebrod', 'strasse'],
    ],
    ['a dotless and a dotted i', 'ISTANBUL İstanbul ıstanbul', Array(3).fill('istanbul')],
    ['Greek', 'ΟΔΥΣΣΕΥΣ Ὀδυσσεύς', ['οδυσσευσ', 'οδυσσευσ']],
    ['Cyrillic', 'Ёлка ЁЛКА елка', ['елка', 'елка', 'елка']],
    ['Arabic vowels, hamza and stretching', 'كِتَابٌ كـــتاب أحمد', ['كتاب', 'كتاب', 'احمد']],
    ['Persian and Arabic letters', 'کتاب علی', ['كتاب', 'علي']],
    ['Hebrew points', 'שָׁלוֹם שלום', ['שלום', 'שלום']],
    ['Devanagari vowels', 'कि का', ['कि', 'का']],
    ['digits of other scripts', '٤٢ ४२ 42', ['42', '42', '42']],
    ['Chinese', '我们明天见。', Array.from('我们明天见')],
    ['Japanese in three scripts', '東京タワーで会う', Array.from('東京タワーで会う')],
    ['half-width Katakana', 'ｶﾞﾗｽ', Array.from('ガラス')],
    ['a voicing mark, which is no accent', 'か\u3099 か', ['が', 'か']],
    ['Korean', '안녕하세요', Array.from('안녕하세요')],
    ['Korean in single letters', '한국'.normalize('NFD'), ['한', '국']],
    ['Thai', 'สวัสดี', ['ส', 'วั', 'ส', 'ดี']],
    ['scripts mixed in a word', 'iPhone手機v2', ['iphone', '手', '機', 'v2']],
    ['full width', 'Ｈｅｌｌｏ', ['hello']],
    ['emoji in any skin', '👍🏽 ok 👨‍👩‍👧', ['👍', 'ok', '👨', '👩', '👧']],
    ['what is invisible', 'soft\u00adhyphen zero\u200bwidth', ['softhyphen', 'zerowidth']],
    ['punctuation', 'e-mail, foo_bar; it’s', ['e', 'mail', 'foo', 'bar', 'it', 's']],
    ['nothing', ' … !? \n', []],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('is the same for composed and decomposed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(words(text.normalize('NFD'))).toEqual(words(text));
      }),
    );
  });

  it('reads its own tokens as they are: what is indexed is what is asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const word of words(text)) expect(words(word).join('')).toBe(word);
      }),
    );
  });

  it('knows where each token stands', () => {
    const text = 'Zu Straße 東京 👍🏽';
    expect(tokenize(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Zu',
      'Straße',
      '東',
      '京',
      '👍',
    ]);
  });
});
