import { expect, it } from 'vitest';
import { MembershipDirectory } from '#server/access/membership.ts';
import type { MembershipRow } from '#server/access/membership.repository.ts';
import type { ConversationId, Cursor, UserId } from '#protocol/identifiers.ts';

const conversation = '018f0000-0000-7000-8000-0000000000c1' as ConversationId;
const ada = '018f0000-0000-7000-8000-00000000000a' as UserId;
const bob = '018f0000-0000-7000-8000-00000000000b' as UserId;

const group = (...ids: UserId[]): MembershipRow => ({
  type: 'group',
  members: ids.map((user_id) => ({ user_id, role: 'member' })),
});

/** A directory whose questions to the database are answered by hand, in their order. */
function directory() {
  const asked: ((row: MembershipRow | null) => void)[] = [];
  const made = new MembershipDirectory({
    membership: () => new Promise((resolve) => asked.push(resolve)),
    conversationOf: () => Promise.resolve(null),
    friendsOf: (userIds) => Promise.resolve(userIds.map(() => [bob])),
  });
  const left = () => {
    const place = { timestamp: '2026-01-01T00:00:00.000Z', cursor: '1' as Cursor };
    made.observe({
      type: 'participant_removed',
      conversation_id: conversation,
      user_id: bob,
      ...place,
    });
  };
  return { asked, made, left };
}

it('asks once for a conversation that many want to know at once, and then knows it', async () => {
  const { asked, made } = directory();
  const found = [made.find(conversation), made.find(conversation)];
  expect(asked).toHaveLength(1);
  asked[0]?.(group(ada, bob));
  for (const membership of await Promise.all(found)) expect(membership?.roles.size).toBe(2);
  expect([...(made.knownAudience(conversation) ?? [])]).toEqual([ada, bob]);
  await made.find(conversation);
  expect(asked).toHaveLength(1);
});

it('does not keep what was read before somebody left, nor gives it to who asks afterwards', async () => {
  const { asked, made, left } = directory();
  const before = made.find(conversation);
  left();
  const after = made.find(conversation);
  expect(asked).toHaveLength(2);
  asked[1]?.(group(ada));
  expect((await after)?.roles.has(bob)).toBe(false);
  // The older answer comes last, and takes the place of nothing.
  asked[0]?.(group(ada, bob));
  await before;
  expect([...(made.knownAudience(conversation) ?? [])]).toEqual([ada]);
});

it('has nobody to tell in a conversation that does not exist, and asks for it again', async () => {
  const { asked, made } = directory();
  const audience = made.audience(conversation);
  asked[0]?.(null);
  expect([...(await audience)]).toEqual([]);
  expect(made.knownAudience(conversation)).toBeUndefined();
  const again = made.audience(conversation);
  asked[1]?.(group(ada));
  expect([...(await again)]).toEqual([ada]);
});

it('tells the friends of one person', async () => {
  expect(await directory().made.friendsOf(ada)).toEqual([bob]);
});
