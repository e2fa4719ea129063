import type { Logger } from 'pino';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { UserId } from '#protocol/identifiers.ts';
import type { MembershipDirectory } from '../access/membership.ts';
import type { CommittedEvent, Scope } from '../db/handles.ts';
import type { Hub } from './hub.ts';

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

  async #drain(): Promise<void> {
    this.#draining = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const { scope, event } = next;
      try {
        const audience = [...(await this.#audience(scope))];
        this.#hub.publish(audience, event);
        for (const listener of this.#listeners) listener(event, audience);
      } catch (error) {
        // The event is in the log: those whom it did not reach get it by sync.
        this.#logger.error({ err: error, type: event.type }, 'an event was not published');
      }
    }
    this.#draining = false;
  }

  async #audience(scope: Scope): Promise<Iterable<UserId>> {
    return 'user_id' in scope ? [scope.user_id] : this.#directory.audience(scope.conversation_id);
  }
}
