import type { Logger } from 'pino';
import type { UserId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';
import type { MembershipDirectory } from '../access/membership.ts';
import type { Connection } from '../ws/connection.ts';
import type { Hub } from '../ws/hub.ts';
import type { Repository } from '../db/repository.ts';
import { Rounds } from './rounds.ts';
import type { visitsRepository } from './visits.repository.ts';

export interface PresenceOptions {
  hub: Hub;
  directory: MembershipDirectory;
  logger: Logger;
  visits: Repository<typeof visitsRepository>;
}

interface Change {
  caller: Caller;
  online: boolean;
  /** ISO 8601. */
  at: string;
}

/** Friends see nothing of so short a delay. */
const announcements = { itemsMax: 64, restMs: 10 };
/** Nobody waits for when somebody was last here; each takes two pages of a commit, behind which sends wait. */
const visits = { itemsMax: 16, restMs: 60 };

/** Who is online, for their friends only. */
export class PresenceService {
  readonly #options: PresenceOptions;
  readonly #changes = new Rounds<Change>(announcements, (changes) =>
    this.#guarded(() => this.#announce(changes)),
  );
  readonly #visits = new Rounds<Caller>(visits, (callers) =>
    this.#guarded(() =>
      this.#options.visits.note(callers.map(({ userId, sessionId }) => ({ userId, sessionId }))),
    ),
  );

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  cameOnline({ caller }: Connection): void {
    this.#changed(caller, true);
  }

  wentOffline({ caller }: Connection): void {
    this.#changed(caller, false);
  }

  /** Resolves once what has begun is written. */
  async settled(): Promise<void> {
    await this.#changes.settled();
    await this.#visits.settled();
  }

  /** Friends and oneself as they are; everybody else is answered false. */
  async statusOf(caller: Caller, userIds: readonly UserId[]): Promise<Record<UserId, boolean>> {
    const { directory, hub } = this.#options;
    const visible = new Set(await directory.friendsOf(caller.userId)).add(caller.userId);
    const status: Record<UserId, boolean> = {};
    for (const id of userIds) status[id] = visible.has(id) && hub.isOnline(id);
    return status;
  }

  #changed(caller: Caller, online: boolean): void {
    this.#changes.add({ caller, online, at: new Date().toISOString() });
    this.#visits.add(caller);
  }

  async #announce(changes: readonly Change[]): Promise<void> {
    const { hub, directory } = this.#options;
    const friends = await directory.friendsOfEach(changes.map(({ caller }) => caller.userId));
    changes.forEach(({ caller, online, at }, index) => {
      hub.publish(friends[index] ?? [], {
        type: 'presence',
        user_id: caller.userId,
        online,
        last_seen_at: online ? null : at,
        timestamp: at,
      });
    });
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'presence was not announced');
    }
  }
}
