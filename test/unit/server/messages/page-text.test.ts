import { describe, expect, it } from 'vitest';
import type { UserId } from '#protocol/identifiers.ts';
import { PeopleText, withLists } from '#server/messages/page-text.ts';

const ids = ['aa', 'bb', 'cc', 'dd'] as UserId[];

describe('lists of people as JSON', () => {
  it('hold exactly those who are asked for, in their order', () => {
    const people = new PeopleText(ids);
    for (let listed = 0; listed < 2 ** ids.length; listed += 1) {
      const isListed = (place: number) => (listed & (1 << place)) !== 0;
      const expected = ids.filter((_id, place) => isListed(place));
      expect(JSON.parse(people.where(isListed))).toEqual(expected);
    }
  });

  it('are empty where nobody is there', () => {
    expect(new PeopleText([]).where(() => true)).toBe('[]');
  });
});

describe('a message with its lists', () => {
  it('has them in their place, whatever its text says', () => {
    const content = '"delivered_to":[],"read_by":[] {"delivered_to":[],"read_by":[]}';
    for (const message of [
      { content, delivered_to: [], read_by: [], id: 1 },
      { id: 1, delivered_to: [], read_by: [], content },
    ]) {
      const text = withLists(JSON.stringify(message), '["aa"]', '["bb"]');
      expect(JSON.parse(text)).toEqual({ ...message, delivered_to: ['aa'], read_by: ['bb'] });
    }
  });
});
