import { expect, test } from 'vitest';
import {
  membersNamed,
  mentionQueryAt,
} from '../../../src/renderer/features/messages/mention-query.ts';
import { annaId, benId, participant } from './support/samples.ts';

test.each([
  ['@', { at: 0, name: '' }],
  ['hello @an', { at: 6, name: 'an' }],
  ['(@Ben.I', { at: 1, name: 'Ben.I' }],
  ['@Ö', { at: 0, name: 'Ö' }],
  ['a\n@b', { at: 2, name: 'b' }],
  ['mail@an', null],
  ['@@an', null],
  ['@an na', null],
  ['', null],
  [`@${'a'.repeat(40)}`, null],
])('behind “%s”', (text, query) => {
  expect(mentionQueryAt(text, text.length)).toEqual(query);
});

test('what stands behind the place does not count', () => {
  expect(mentionQueryAt('@anna and', 3)).toEqual({ at: 0, name: 'an' });
});

test('people are found by username and by each of their names', () => {
  const members = [
    { ...participant(annaId), display_name: 'Anna Berg' },
    { ...participant(benId), username: 'sailor', display_name: 'Ben Ito' },
  ];
  const found = (name: string) => membersNamed(members, name).map(({ user_id }) => user_id);
  expect(found('')).toEqual([annaId, benId]);
  expect(found('BER')).toEqual([annaId]);
  expect(found('sai')).toEqual([benId]);
  expect(found('it')).toEqual([benId]);
  expect(found('erg')).toEqual([]);
});
