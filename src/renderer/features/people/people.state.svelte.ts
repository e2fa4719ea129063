import { SvelteMap } from 'svelte/reactivity';
import type { User } from '#protocol/accounts.ts';
import type { FriendRequestId, UserId } from '#protocol/identifiers.ts';
import type { Friend, FriendRequest, Friendship } from '#protocol/people.ts';
import { call } from '../../lib/bridge.ts';
import { compareNames } from '../../lib/lists.ts';
import type { PresenceState } from '../presence/presence.state.svelte.ts';

type Direction = 'incoming' | 'outgoing';

function byName(first: Friend, second: Friend): number {
  return compareNames(first.user.display_name, second.user.display_name);
}

/** Friends, and requests that wait for an answer. */
export class PeopleState {
  readonly #presence: PresenceState;
  readonly #friends = new SvelteMap<UserId, Friend>();
  readonly #incoming = new SvelteMap<FriendRequestId, FriendRequest>();
  readonly #outgoing = new SvelteMap<FriendRequestId, FriendRequest>();
  /** Whom this person blocked since the app began: the server tells only in search. */
  readonly #blocked = new SvelteMap<UserId, true>();
  status = $state<'loading' | 'ready' | 'failed'>('loading');

  readonly incoming = $derived([...this.#incoming.values()]);
  readonly outgoing = $derived([...this.#outgoing.values()]);
  /** Those who are online first, then by name. */
  readonly friends = $derived.by(() => {
    const sorted = [...this.#friends.values()].sort(byName);
    const isOnline = (friend: Friend) => this.#presence.isOnline(friend.user.id);
    return [...sorted.filter(isOnline), ...sorted.filter((friend) => !isOnline(friend))];
  });

  constructor(presence: PresenceState) {
    this.#presence = presence;
  }

  isFriend(userId: UserId): boolean {
    return this.#friends.has(userId);
  }

  /** What stands between the two now; `listed` is what a search answered earlier. */
  friendship(userId: UserId, listed: Friendship): Friendship {
    if (this.#blocked.has(userId)) return 'blocked';
    if (this.isFriend(userId)) return 'friends';
    if (this.incoming.some((request) => request.user.id === userId)) return 'incoming';
    if (this.outgoing.some((request) => request.user.id === userId)) return 'outgoing';
    return listed === 'blocked' ? 'blocked' : 'none';
  }

  /** Throws CallError. */
  async load(): Promise<void> {
    if (this.status === 'failed') this.status = 'loading';
    try {
      const [friends, requests] = await Promise.all([
        call('listFriends'),
        call('listFriendRequests'),
      ]);
      this.#friends.clear();
      this.#incoming.clear();
      this.#outgoing.clear();
      for (const friend of friends) this.#addFriend(friend);
      for (const request of requests.incoming) this.#incoming.set(request.id, request);
      for (const request of requests.outgoing) this.#outgoing.set(request.id, request);
      this.status = 'ready';
    } finally {
      if (this.status === 'loading') this.status = 'failed';
    }
  }

  requested(direction: Direction, request: FriendRequest): void {
    (direction === 'incoming' ? this.#incoming : this.#outgoing).set(request.id, request);
  }

  /** Answers at once; whether the new friend is online follows from the server. Throws CallError. */
  async accepted(user: User): Promise<void> {
    this.#dropRequests(user.id);
    this.#friends.set(user.id, {
      user,
      since: new Date().toISOString(),
      online: this.#presence.isOnline(user.id),
      last_seen_at: null,
    });
    this.#presence.setMany(await call('getOnlineStatus', { user_ids: [user.id] }));
  }

  /** Their name or picture is new. */
  changed(user: User): void {
    const friend = this.#friends.get(user.id);
    if (friend !== undefined) this.#friends.set(user.id, { ...friend, user });
    for (const requests of [this.#incoming, this.#outgoing]) {
      for (const request of requests.values()) {
        if (request.user.id === user.id) requests.set(request.id, { ...request, user });
      }
    }
  }

  removed(userId: UserId): void {
    this.#friends.delete(userId);
    this.#dropRequests(userId);
    this.#presence.set(userId, false, null);
  }

  /** These throw CallError; the lists follow from the server's events as well as from the answer. */
  async ask(userId: UserId): Promise<void> {
    await call('askFriend', { user_id: userId });
    await this.load();
  }

  async accept(request: FriendRequest): Promise<void> {
    await call('acceptFriendRequest', { request_id: request.id });
    await this.accepted(request.user);
  }

  async decline(request: FriendRequest): Promise<void> {
    await call('declineFriendRequest', { request_id: request.id });
    this.#incoming.delete(request.id);
  }

  async withdraw(request: FriendRequest): Promise<void> {
    await call('withdrawFriendRequest', { request_id: request.id });
    this.#outgoing.delete(request.id);
  }

  async remove(userId: UserId): Promise<void> {
    await call('removeFriend', { user_id: userId });
    this.removed(userId);
  }

  async block(userId: UserId): Promise<void> {
    await call('blockUser', { user_id: userId });
    this.#blocked.set(userId, true);
    this.removed(userId);
  }

  async unblock(userId: UserId): Promise<void> {
    await call('unblockUser', { user_id: userId });
    this.#blocked.delete(userId);
  }

  #addFriend(friend: Friend): void {
    this.#friends.set(friend.user.id, friend);
    this.#presence.set(friend.user.id, friend.online, friend.last_seen_at);
  }

  #dropRequests(userId: UserId): void {
    for (const requests of [this.#incoming, this.#outgoing]) {
      for (const request of requests.values()) {
        if (request.user.id === userId) requests.delete(request.id);
      }
    }
  }
}
