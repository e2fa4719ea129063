import { describe, expect, it } from 'vitest';
import { findPhrases, parseQuery } from '#server/search/search-query.ts';
import { tokenize } from '#server/search/text-tokens.ts';

const read = (typed: string) =>
  parseQuery(typed).map(({ tokens, isPrefix }) => tokens.join('+') + (isPrefix ? '…' : ''));

describe('what somebody typed', () => {
  it.each([
    ['words, the last a beginning', 'Blue bird', ['blue', 'bird…']],
    ['a star', 'blu* bird', ['blu…', 'bird…']],
    ['a quoted phrase, which is whole', '"blue bird"', ['blue+bird']],
    ['a phrase that goes on', '"blue bi"*', ['blue+bi…']],
    ['a quote that was not closed', 'red "blue bi', ['red', 'blue+bi']],
    ['curly quotes', '“blue bird” sings', ['blue+bird', 'sings…']],
    ['a word of several tokens', 'e-mail', ['e+mail…']],
    ['a script without spaces', '東京 大阪', ['東+京', '大+阪…']],
    ['signs alone', '!? -- *', []],
    [
      'what means something to SQLite',
      'a AND (b OR NOT c) NEAR/2 {x}:y^',
      'a and b or not c near+2 x+y…'.split(' '),
    ],
  ])('%s', (_, typed, expected) => {
    expect(read(typed)).toEqual(expected);
  });
});

describe('where phrases stand', () => {
  const find = (text: string, typed: string) =>
    findPhrases(tokenize(text), parseQuery(typed))?.map(({ start, end }) => text.slice(start, end));

  it('is known for each, in the order of the text', () => {
    expect(find('One fish, two fish', 'two "one fish" fis')).toEqual([
      'One fish',
      'fish',
      'two',
      'fish',
    ]);
  });

  it('is nowhere unless each is found', () => {
    expect(find('One fish, two fish', 'two birds')).toBeUndefined();
    expect(find('One fish, two fish', '"fish one"')).toBeUndefined();
    expect(find('One fishing trip', 'fish trip')).toBeUndefined();
  });
});
