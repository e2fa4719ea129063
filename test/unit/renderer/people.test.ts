import { expect, test } from 'vitest';
import { PeopleState } from '../../../src/renderer/features/people/people.state.svelte.ts';
import { PresenceState } from '../../../src/renderer/features/presence/presence.state.svelte.ts';
import { installFakeBridge } from './support/fake-bridge.ts';
import { annaId, benId, friendRequest, minute, user } from './support/samples.ts';

function people() {
  const presence = new PresenceState();
  const bridge = installFakeBridge({
    listFriends: () =>
      [annaId, benId].map((id) => ({
        user: user(id),
        since: minute(0),
        online: false,
        last_seen_at: minute(1),
      })),
    listFriendRequests: () => ({ incoming: [], outgoing: [] }),
    acceptFriendRequest: () => undefined,
    blockUser: () => undefined,
    getOnlineStatus: () => ({ [annaId]: true }),
  });
  return { presence, bridge, state: new PeopleState(presence) };
}

test('friends who are online stand first', async () => {
  const { state, presence } = people();
  await state.load();
  expect(state.friends.map((friend) => friend.user.id)).toEqual([annaId, benId]);
  presence.set(benId, true, null);
  expect(state.friends.map((friend) => friend.user.id)).toEqual([benId, annaId]);
});

test('last seen is kept when somebody comes and goes', () => {
  const { presence } = people();
  presence.set(annaId, false, minute(7));
  presence.set(annaId, true, null);
  expect(presence.of(annaId)).toEqual({ online: true, lastSeenAt: minute(7) });
});

test('an accepted request makes a friend, and asks whether they are online', async () => {
  const { state, presence } = people();
  const request = friendRequest(1, annaId);
  state.requested('incoming', request);
  expect(state.friendship(annaId, 'none')).toBe('incoming');
  await state.accept(request);
  expect(state.incoming).toEqual([]);
  expect(state.friendship(annaId, 'none')).toBe('friends');
  expect(presence.isOnline(annaId)).toBe(true);
});

test('an ended friendship ends the requests and the presence too', async () => {
  const { state, presence } = people();
  await state.load();
  presence.set(annaId, true, null);
  state.requested('outgoing', friendRequest(2, annaId));
  state.removed(annaId);
  expect(state.isFriend(annaId)).toBe(false);
  expect(state.outgoing).toEqual([]);
  expect(presence.isOnline(annaId)).toBe(false);
});

test('what a search said earlier gives way to what happened since', async () => {
  const { state } = people();
  await state.load();
  expect(state.friendship(annaId, 'none')).toBe('friends');
  await state.block(annaId);
  expect(state.friendship(annaId, 'friends')).toBe('blocked');
});
