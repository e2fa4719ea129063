import { expect, it } from 'vitest';
import type { UserId } from '#protocol/identifiers.ts';
import { PageReceipts, receiptsOf } from '#server/messages/page-receipts.ts';
import type { Reach } from '#server/messages/page-receipts.ts';

const ids = ['aa', 'bb', 'cc', 'dd', 'ee'] as UserId[];
const messages = 6;

/** Numbers below `below` that look random, the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

function someReach(next: (below: number) => number): Reach {
  const members = ids.map((user_id) => ({
    user_id,
    joined_at: next(messages),
    read_seq: next(messages + 1),
    delivered_seq: next(messages + 1),
  }));
  const early = ids.slice(0, next(3)).map((user_id) => {
    const first_seq = 1 + next(messages);
    return { user_id, first_seq, last_seq: first_seq + next(2) };
  });
  return { members, early };
}

it('a page says of each message what is true of it alone', () => {
  const next = numbers(7);
  const listOf = (bytes: Uint8Array) =>
    JSON.parse(`[${Buffer.from(bytes).toString()}]`) as unknown[];
  for (let round = 0; round < 300; round += 1) {
    const reach = someReach(next);
    const receipts = new PageReceipts(reach);
    for (let seq = messages; seq > 0; seq -= 1) {
      const row = { seq, sender_id: ids[next(ids.length)]!, created_at: seq };
      const { hasGot, hasRead } = receiptsOf(row, reach);
      const expected = [hasGot, hasRead].map((has) =>
        reach.members.filter(has).map((member) => member.user_id),
      );
      const { deliveredTo, readBy } = receipts.of(row);
      expect([listOf(deliveredTo), listOf(readBy)]).toEqual(expected);
    }
  }
});
