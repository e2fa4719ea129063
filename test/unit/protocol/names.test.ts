import { describe, expect, it } from 'vitest';
import { skeletonOf } from '#protocol/names/look-alikes.ts';
import { visibleName } from '#protocol/visible-name.ts';

const name = visibleName({ min: 1, max: 64 });

describe('a name', () => {
  it.each([
    'Anna',
    'Björn Ångström-Öz',
    "Siobhán O'Neill",
    'Łukasz 2',
    'Анна Каренина',
    'Мария (IT)',
    'Ελένη',
    '王小明',
    '山田タロウ',
    '김민준',
    'محمد علي',
    'نامه‌ای',
    'क्‍षमा',
    'דוד לוי',
    'Nguyễn Thị Hòa',
    'Crew 🚀',
    '👩‍🚀',
    '🏴󠁧󠁢󠁳󠁣󠁴󠁿 Fiona',
    'Anna ❤️',
    'Deck 3 / Galley & Co.',
  ])('may be %s', (text) => {
    expect(name.parse(text)).toBe(text.normalize('NFC'));
  });

  it.each([
    ['nothing to see', ' \u00a0 ', 'blank'],
    ['a letter of no width', 'An\u200bna', 'cannot be seen'],
    ['joiners between Latin letters', 'An\u200dna', 'cannot be seen'],
    ['a soft hyphen', 'An\u00adna', 'cannot be seen'],
    ['a Hangul filler', '\u3164', 'cannot be seen'],
    ['a line break', 'Anna\nadmin', 'cannot be seen'],
    ['a text turned around', 'Anna \u202egpj.exe', 'cannot be seen'],
    ['an isolate', '\u2067Anna', 'cannot be seen'],
    ['a mark of direction', 'Anna\u200f', 'cannot be seen'],
    ['tags', 'Anna\u{e0041}\u{e0042}', 'cannot be seen'],
    ['a private character', 'Anna \ue000', 'cannot be seen'],
    ['a tower of marks', `A${'\u0301\u0316\u0334'.repeat(4)}nna`, 'too many marks'],
    ['a Cyrillic letter among Latin ones', 'Аnna', 'several scripts'],
    ['a Greek letter among Latin ones', 'Βob', 'several scripts'],
  ])('may not have %s', (_, text, reason) => {
    expect(name.safeParse(text).error?.issues[0]?.message).toContain(reason);
  });

  it('is stored as one text, however it was typed', () => {
    expect(name.parse('  Zoe\u0301  \u00a0 Li ')).toBe('Zoé Li');
  });
});

describe('names that look alike', () => {
  it.each([
    ['Anna Müller', 'anna  Muller'],
    ['Bill', 'BiIl'],
    ['Tom0', 'TomO'],
    ['modern', 'modem'],
    ['bob_smith', 'Bob Smith'],
    ['Сара', 'Capa'],
    ['ΑΝΝΑ', 'ANNA'],
    ['НЕО', 'HEO'],
    ['ﬁona', 'fiona'],
  ])('%s and %s have one skeleton', (first, second) => {
    expect(skeletonOf(first)).toBe(skeletonOf(second));
  });

  it.each([
    ['Anna', 'Anne'],
    ['Анна', 'Инна'],
    ['王', '玉'],
    ['🚀', '🚁'],
  ])('%s and %s have not', (first, second) => {
    expect(skeletonOf(first)).not.toBe(skeletonOf(second));
  });
});
