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
