import { describe, expect, it } from 'vitest';
import type { UserId } from '#protocol/identifiers.ts';
import { pageJson, PeopleJson } from '#server/messages/page-json.ts';

const ids = ['aa', 'bb', 'cc', 'dd'] as UserId[];
const nobody = new Uint8Array();

function valueOf(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString());
}

describe('lists of people as JSON', () => {
  it('hold exactly those who are asked for, in their order', () => {
    const people = new PeopleJson(ids);
    for (let listed = 0; listed < 2 ** ids.length; listed += 1) {
      const isListed = (place: number) => (listed & (1 << place)) !== 0;
      const expected = ids.filter((_id, place) => isListed(place));
      const list = Buffer.from(people.where(isListed)).toString();
      expect(JSON.parse(`[${list}]`)).toEqual(expected);
    }
  });

  it('are empty where nobody is there', () => {
    expect(new PeopleJson([]).where(() => true)).toHaveLength(0);
  });
});

describe('a page of messages', () => {
  it('has their lists in their places, whatever their texts say', () => {
    const content = '"delivered_to":[],"read_by":[] {"delivered_to":[],"read_by":[]} grüße 🙂';
    const messages = [
      { content, delivered_to: [], read_by: [], id: 1 },
      { id: 1, delivered_to: [], read_by: [], content },
    ];
    const deliveredTo = Buffer.from('"aa","cc"');
    const readBy = Buffer.from('"bb"');
    const page = pageJson(
      messages.map((message) => ({ message: JSON.stringify(message), deliveredTo, readBy })),
    );
    expect(valueOf(page)).toEqual(
      messages.map((each) => ({ ...each, delivered_to: ['aa', 'cc'], read_by: ['bb'] })),
    );
  });

  it('is an array also of one message that nobody has, and of none', () => {
    const message = { delivered_to: [], read_by: [] };
    const one = { message: JSON.stringify(message), deliveredTo: nobody, readBy: nobody };
    expect(valueOf(pageJson([one]))).toEqual([message]);
    expect(valueOf(pageJson([]))).toEqual([]);
  });

  it('has memory of its own, which can be handed over', () => {
    const page = pageJson([]);
    expect(page.buffer.byteLength).toBe(page.byteLength);
  });
});
