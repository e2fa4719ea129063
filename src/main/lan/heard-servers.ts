import type { HeardAnnouncement, HeardPacket } from './heard-announcement.ts';

/** A bound on what a noisy or hostile network can make the app hold and show. */
const serversMax = 100;

interface Heard {
  announcement: HeardAnnouncement;
  lastHeardMs: number;
}

/** The servers that can be heard at present. */
export class HeardServers {
  readonly #byInstance = new Map<string, Heard>();

  /** In an order that stays as long as the servers do. */
  get list(): HeardAnnouncement[] {
    return [...this.#byInstance.values()]
      .map(({ announcement }) => announcement)
      .toSorted((one, other) => compare(one.name, other.name) || compare(key(one), key(other)));
  }

  /** Whether the list is another one now. */
  hear({ announcements, goodbyes }: HeardPacket, nowMs: number): boolean {
    let changed = false;
    for (const announcement of announcements) {
      if (this.#remember(announcement, nowMs)) changed = true;
    }
    for (const instance of goodbyes) {
      if (this.#byInstance.delete(instance.toLowerCase())) changed = true;
    }
    return changed;
  }

  /** Forgets those unheard since a moment; whether there were any. */
  forgetUnheardSince(momentMs: number): boolean {
    const silent = [...this.#byInstance].filter(([, { lastHeardMs }]) => lastHeardMs < momentMs);
    for (const [instance] of silent) this.#byInstance.delete(instance);
    return silent.length > 0;
  }

  #remember(announcement: HeardAnnouncement, nowMs: number): boolean {
    const instance = announcement.instance.toLowerCase();
    const before = this.#byInstance.get(instance);
    if (before === undefined && this.#byInstance.size >= serversMax) return false;
    const merged = before === undefined ? announcement : merge(before.announcement, announcement);
    this.#byInstance.set(instance, { announcement: merged, lastHeardMs: nowMs });
    return JSON.stringify(merged) !== JSON.stringify(before?.announcement);
  }
}

/** A server on two of our networks is heard from two addresses in turn: neither pushes out the other. */
function merge(before: HeardAnnouncement, now: HeardAnnouncement): HeardAnnouncement {
  const isSame = [...before.addresses].sort().join() === [...now.addresses].sort().join();
  return isSame ? { ...now, addresses: before.addresses } : now;
}

function key({ publicKey, instance }: HeardAnnouncement): string {
  return `${publicKey} ${instance}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
