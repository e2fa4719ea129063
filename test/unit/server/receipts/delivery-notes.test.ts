import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import { DeliveryNotes } from '#server/receipts/delivery-notes.ts';
import type { Delivery } from '#server/receipts/receipts.repository.ts';

const group = 'group' as ConversationId;
const people = Array.from({ length: 250 }, (_, place) => `person-${String(place)}` as UserId);

function setUp() {
  const writes: (readonly Delivery[])[] = [];
  const waiting: (() => void)[] = [];
  const notes = new DeliveryNotes({
    deliver: (deliveries) => {
      writes.push(deliveries);
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    logger: pino({ enabled: false }),
  });
  /** Lets every write end, until none follows. */
  const settle = async () => {
    const settled = notes.settled().then(() => true);
    const turn = () => new Promise<boolean>((resolve) => setImmediate(resolve, false));
    do for (const end of waiting.splice(0)) end();
    while (!(await Promise.race([settled, turn()])));
  };
  return { notes, writes, settle };
}

describe('deliveries on their way to the disk', () => {
  it('go in writes of a hundred people, each person once', async () => {
    const { notes, writes, settle } = setUp();
    notes.add(group, 1, people);
    await settle();
    expect(writes.map((write) => write.flatMap(({ userIds }) => userIds).length)).toEqual([
      100, 100, 50,
    ]);
    expect(new Set(writes.flat().flatMap(({ userIds }) => userIds))).toEqual(new Set(people));
  });

  it('are only the furthest of each person, where more came during a write', async () => {
    const { notes, writes, settle } = setUp();
    const [one, other] = people;
    if (one === undefined || other === undefined) throw new Error('there are people');
    notes.add(group, 1, [one]);
    notes.add(group, 2, [one, other]);
    notes.add(group, 5, [one]);
    notes.add(group, 4, [one]);
    await settle();
    expect(writes).toEqual([
      [{ conversationId: group, seq: 1, userIds: [one] }],
      [
        { conversationId: group, seq: 2, userIds: [other] },
        { conversationId: group, seq: 5, userIds: [one] },
      ],
    ]);
  });
});
