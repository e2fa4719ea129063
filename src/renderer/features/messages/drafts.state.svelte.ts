import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import type { SelfDestructTimer } from '../../lib/limits.ts';

/** What stands in one conversation's composer. */
export class Draft {
  text = $state('');
  replyTo = $state<MessageId | null>(null);
  /** Seconds; stays on for the conversation until it is turned off. */
  timer = $state<SelfDestructTimer | null>(null);
}

/** Kept while the app runs. */
export class DraftsState {
  readonly #byConversation = new Map<ConversationId, Draft>();

  of(id: ConversationId): Draft {
    const known = this.#byConversation.get(id);
    if (known) return known;
    const draft = new Draft();
    this.#byConversation.set(id, draft);
    return draft;
  }
}
