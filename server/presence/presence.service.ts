import type { Logger } from 'pino';
import type { UserId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';
import type { MembershipDirectory } from '../access/membership.ts';
import type { Connection } from '../ws/connection.ts';
import type { Hub } from '../ws/hub.ts';

export interface PresenceOptions {
  hub: Hub;
  directory: MembershipDirectory;
  logger: Logger;
  /** Writes down that the person was here just now. */
  touch: (caller: Caller) => Promise<void>;
}

/** Who is online, for their friends only. */
export class PresenceService {
  readonly #options: PresenceOptions;
  readonly #underway = new Set<Promise<void>>();

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  cameOnline(connection: Connection): void {
    this.#inBackground(this.#announce(connection.caller, true));
  }

  wentOffline(connection: Connection): void {
    this.#inBackground(this.#announce(connection.caller, false));
  }

  /** Resolves once what has begun is written. */
  async settled(): Promise<void> {
    await Promise.all(this.#underway);
  }

  /** Friends and oneself as they are; everybody else is answered false. */
  async statusOf(caller: Caller, userIds: readonly UserId[]): Promise<Record<UserId, boolean>> {
    const { directory, hub } = this.#options;
    const visible = new Set(await directory.friendsOf(caller.userId)).add(caller.userId);
    const status: Record<UserId, boolean> = {};
    for (const id of userIds) status[id] = visible.has(id) && hub.isOnline(id);
    return status;
  }

  async #announce(caller: Caller, online: boolean): Promise<void> {
    const { hub, directory, touch } = this.#options;
    const now = new Date().toISOString();
    const friends = await directory.friendsOf(caller.userId);
    hub.publish(friends, {
      type: 'presence',
      user_id: caller.userId,
      online,
      last_seen_at: online ? null : now,
      timestamp: now,
    });
    await touch(caller);
  }

  #inBackground(work: Promise<void>): void {
    const settled = work
      .catch((error: unknown) => {
        this.#options.logger.warn({ err: error }, 'presence was not announced');
      })
      .finally(() => {
        this.#underway.delete(settled);
      });
    this.#underway.add(settled);
  }
}
