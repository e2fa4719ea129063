import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseQuery } from '#server/search/search-query.ts';
import { makeSnippet } from '#server/search/snippet.ts';

const marked = (text: string, typed: string) =>
  makeSnippet(text, parseQuery(typed))
    ?.map((part) => (part.is_match ? `[${part.text}]` : part.text))
    .join('');

it('marks what was found, and is all of a short text', () => {
  expect(marked('Tea or coffee?\nTea!', 'tea')).toBe('[Tea] or coffee? [Tea]!');
  expect(marked('東京タワーで会う', 'タワー')).toBe('東京[タワー]で会う');
});

it('is an excerpt around the first match of a long text', () => {
  const text = `${'before '.repeat(100)}needle${' after'.repeat(100)}`;
  const snippet = marked(text, 'needle') ?? '';
  expect(snippet).toMatch(/^…before .*\[needle\] after.*after…$/);
  expect(snippet.length).toBeLessThan(180);
});

it('is nothing where not every word is found', () => {
  expect(marked('Tea or coffee?', 'tea milk')).toBeUndefined();
});

it.each([
  [
    'what was found twice, once inside the other, is marked once',
    '東京タワーで会う',
    '東京 京タワー',
    '[東京タワー]で会う',
  ],
  ['gaps are one space each', 'Tea \n\n  or\tcoffee', 'coffee', 'Tea or [coffee]'],
  ['without a word to find it is the text', 'Tea or coffee', '', 'Tea or coffee'],
])('%s', (_, text, typed, expected) => {
  expect(marked(text, typed)).toBe(expected);
});

it('goes to the end of a text that ends soon after the match', () => {
  const snippet = marked(`${'before '.repeat(100)}needle, the end`, 'needle');
  expect(snippet).toMatch(/^…before .*\[needle\], the end$/);
});

it('marks no match that is outside the excerpt', () => {
  const snippet = marked(`needle ${'between '.repeat(100)} needle`, 'needle');
  expect(snippet).toMatch(/^\[needle\] between .*between…$/);
});

it.each([
  // No word ends within the excerpt, so that it is cut inside of one.
  ['a'.repeat(400), 160],
  [`a${'𐐷'.repeat(400)}`, 161],
  ['𐐷'.repeat(400), 160],
  ['Ａ'.repeat(400), 160],
])('cuts a word that is longer than it, but no character: %s', (text, length) => {
  const parts = makeSnippet(text, parseQuery(text.slice(0, 2)));
  const shown = parts?.map((part) => part.text).join('') ?? '';
  expect(shown.isWellFormed()).toBe(true);
  expect(shown).toHaveLength(length + '…'.length);
});

it('never tears a character apart, and quotes the text', () => {
  const long = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(long, fc.nat(), (words, pick) => {
      const text = words.join(' ');
      const parts = makeSnippet(text, parseQuery(words[pick % words.length] ?? ''));
      if (parts === null) return;
      const whole = parts.map((part) => part.text).join('');
      expect(whole.isWellFormed()).toBe(true);
      const inside = whole.replace(/^…|…$/gu, '').trim();
      expect(text.normalize('NFC').replace(/\s+/gu, ' ')).toContain(inside.replace(/^…|…$/gu, ''));
    }),
  );
});
