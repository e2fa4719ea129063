import { AppError } from '#protocol/errors.ts';
import type { FriendRequestId, UserId } from '#protocol/identifiers.ts';
import type { Friend, FriendRequest, Person } from '#protocol/people.ts';
import type { Caller } from '../access/caller.ts';
import { presentUser } from '../accounts/present-user.ts';
import { searchKey } from '../accounts/search-key.ts';
import type { Repository } from '../db/repository.ts';
import type { FriendRow, friendsRepository, PendingRow } from './friends.repository.ts';

export interface FriendsOptions {
  repository: Repository<typeof friendsRepository>;
  isOnline: (userId: UserId) => boolean;
}

/** People: finding, asking, accepting, blocking. Each call acts only between the caller and another. */
export class FriendsService {
  readonly #repository: Repository<typeof friendsRepository>;
  readonly #isOnline: (userId: UserId) => boolean;

  constructor({ repository, isOnline }: FriendsOptions) {
    this.#repository = repository;
    this.#isOnline = isOnline;
  }

  async search(caller: Caller, query: string, limit: number): Promise<Person[]> {
    const prefix = searchKey(query);
    const rows = await this.#repository.search({ userId: caller.userId, prefix, limit });
    return rows.map((row) => ({ ...presentUser(row), friendship: row.friendship }));
  }

  async list(caller: Caller): Promise<Friend[]> {
    const rows = await this.#repository.friends(caller.userId);
    return rows.map((row) => this.#present(row));
  }

  async requests(
    caller: Caller,
  ): Promise<{ incoming: FriendRequest[]; outgoing: FriendRequest[] }> {
    const { incoming, outgoing } = await this.#repository.requests(caller.userId);
    return { incoming: incoming.map(presentPending), outgoing: outgoing.map(presentPending) };
  }

  /** A friend when the other had asked already, else the request. */
  async ask(
    caller: Caller,
    whom: { user_id: UserId } | { username: string },
  ): Promise<{ friend: Friend } | { request: FriendRequest }> {
    const otherId = 'user_id' in whom ? whom.user_id : await this.#repository.idOf(whom.username);
    if (otherId === null) throw new AppError('USER_NOT_FOUND');
    const outcome = await this.#repository.ask({ userId: caller.userId, otherId });
    if ('friend' in outcome) return { friend: this.#present(outcome.friend) };
    const { request, user } = outcome;
    const created_at = new Date(request.created_at).toISOString();
    return { request: { id: request.id, user: presentUser(user), created_at } };
  }

  async accept(caller: Caller, requestId: FriendRequestId): Promise<Friend> {
    return this.#present(await this.#repository.accept({ userId: caller.userId, requestId }));
  }

  decline(caller: Caller, requestId: FriendRequestId): Promise<void> {
    return this.#repository.endRequest({ userId: caller.userId, requestId, as: 'asked' });
  }

  withdraw(caller: Caller, requestId: FriendRequestId): Promise<void> {
    return this.#repository.endRequest({ userId: caller.userId, requestId, as: 'asker' });
  }

  remove(caller: Caller, otherId: UserId): Promise<void> {
    return this.#repository.remove({ userId: caller.userId, otherId });
  }

  block(caller: Caller, otherId: UserId): Promise<void> {
    return this.#repository.block({ userId: caller.userId, otherId });
  }

  unblock(caller: Caller, otherId: UserId): Promise<void> {
    return this.#repository.unblock({ userId: caller.userId, otherId });
  }

  #present(row: FriendRow): Friend {
    return {
      user: presentUser(row),
      since: new Date(row.since).toISOString(),
      online: this.#isOnline(row.id),
      last_seen_at: row.last_seen_at === null ? null : new Date(row.last_seen_at).toISOString(),
    };
  }
}

function presentPending(row: PendingRow): FriendRequest {
  return {
    id: row.request_id,
    user: presentUser(row),
    created_at: new Date(row.asked_at).toISOString(),
  };
}
