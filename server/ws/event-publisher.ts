import type { Logger } from 'pino';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { UserId } from '#protocol/identifiers.ts';
import type { MembershipDirectory } from '../access/membership.ts';
import type { CommittedEvent, Scope } from '../db/handles.ts';
import type { Hub, Publication } from './hub.ts';

/** Called with each event after it was published, and with the people it was meant for. */
export type PublishedListener = (event: ReplayableEvent, audience: readonly UserId[]) => void;

/** Sends committed events to the sockets they concern, in the order of the log. */
export class EventPublisher {
  readonly #hub: Hub;
  readonly #directory: MembershipDirectory;
  readonly #logger: Logger;
  readonly #listeners: PublishedListener[] = [];
  readonly #queue: CommittedEvent[] = [];
  #draining = false;

  constructor(hub: Hub, directory: MembershipDirectory, logger: Logger) {
    this.#hub = hub;
    this.#directory = directory;
    this.#logger = logger;
  }

  onPublished(listener: PublishedListener): void {
    this.#listeners.push(listener);
  }

  /** Takes a batch of committed events; membership changes count from here on. */
  accept(events: readonly CommittedEvent[]): void {
    for (const { event } of events) this.#directory.observe(event);
    this.#queue.push(...events);
    if (!this.#draining) void this.#drain();
  }

  /** Without a pause where every audience is in memory: events then go out before their answers. */
  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#queue.length > 0) {
      const publications: Publication[] = [];
      for (const { scope, event } of this.#queue.splice(0)) {
        try {
          const audience = this.#knownAudience(scope) ?? (await this.#audience(scope));
          publications.push({ event, audience: [...audience] });
        } catch (error) {
          this.#failed(error, event);
        }
      }
      this.#publish(publications);
    }
    this.#draining = false;
  }

  #publish(publications: readonly Publication[]): void {
    try {
      this.#hub.publishAll(publications);
    } catch (error) {
      this.#failed(error, publications[0]?.event);
    }
    for (const { event, audience } of publications) {
      try {
        for (const listener of this.#listeners) listener(event, audience);
      } catch (error) {
        this.#failed(error, event);
      }
    }
  }

  /** The event is in the log: those whom it did not reach get it by sync. */
  #failed(error: unknown, event: ReplayableEvent | undefined): void {
    this.#logger.error({ err: error, type: event?.type }, 'an event was not published');
  }

  #knownAudience(scope: Scope): Iterable<UserId> | undefined {
    if ('user_id' in scope) return [scope.user_id];
    return this.#directory.knownAudience(scope.conversation_id);
  }

  async #audience(scope: Scope): Promise<Iterable<UserId>> {
    return 'user_id' in scope ? [scope.user_id] : this.#directory.audience(scope.conversation_id);
  }
}
