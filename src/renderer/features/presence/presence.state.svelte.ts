import { SvelteMap } from 'svelte/reactivity';
import type { UserId } from '#protocol/identifiers.ts';

export interface Presence {
  online: boolean;
  /** RFC 3339; null while unknown. */
  lastSeenAt: string | null;
}

/** Who is online, as far as the server tells: friends only. */
export class PresenceState {
  readonly #byUser = new SvelteMap<UserId, Presence>();

  of(user: UserId): Presence {
    return this.#byUser.get(user) ?? { online: false, lastSeenAt: null };
  }

  isOnline(user: UserId): boolean {
    return this.of(user).online;
  }

  set(user: UserId, online: boolean, lastSeenAt: string | null): void {
    this.#byUser.set(user, { online, lastSeenAt: lastSeenAt ?? this.of(user).lastSeenAt });
  }

  setMany(online: Record<UserId, boolean>): void {
    for (const [user, isOnline] of Object.entries(online)) {
      this.set(user as UserId, isOnline, null);
    }
  }

  /** The connection is lost; when people were last seen stays true. */
  forgetOnline(): void {
    for (const [user, presence] of this.#byUser) {
      if (presence.online) this.#byUser.set(user, { ...presence, online: false });
    }
  }
}
