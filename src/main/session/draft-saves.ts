import type { ChatClient } from '#client/chat-client.ts';
import type { CallInput } from '#ipc/index.ts';
import { saveDraft } from '#protocol/drafts.ts';
import type { Draft } from '#protocol/drafts.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import { describeExpectedFailure } from '../call-failure.ts';
import type { PersonCache } from '../cache/person-cache.ts';
import type { Log } from '../logging/log.ts';

/** Where what is still to be saved survives the app. */
export type KeptDrafts = Pick<PersonCache, 'unsavedDrafts' | 'keepUnsavedDraft' | 'draftSaved'>;

type DraftSave = CallInput<'saveDraft'>;

/**
 * Tells the server what the person has begun to write, of each conversation only the newest. What it
 * could not be told is kept until the connection is back, also through a restart.
 */
export class DraftSaves {
  readonly #log: Log;
  readonly #kept: () => KeptDrafts | null;
  readonly #pending = new Map<ConversationId, DraftSave>();
  #client: ChatClient | null = null;
  #sending: Promise<void> | null = null;

  constructor(log: Log, kept: () => KeptDrafts | null = () => null) {
    this.#log = log;
    this.#kept = kept;
  }

  /** From now on the drafts belong to this client. */
  attach(client: ChatClient): void {
    this.#client = client;
    this.#pending.clear();
    client.on('connection', ({ status }) => {
      if (status === 'online' && this.#client === client) this.#send(client);
    });
  }

  /** Another person, or none, is signed in. */
  reset(): void {
    this.#pending.clear();
    for (const draft of this.#kept()?.unsavedDrafts() ?? []) {
      const { conversation_id, content, reply_to_message_id, self_destruct_timer } = draft;
      const save = { conversation_id, content, reply_to_message_id, self_destruct_timer };
      this.#pending.set(conversation_id, save);
    }
  }

  save(draft: DraftSave): void {
    this.#pending.set(draft.conversation_id, draft);
    this.#kept()?.keepUnsavedDraft(asDraft(draft));
    if (this.#client !== null) this.#send(this.#client);
  }

  /** Those that the server has, with what is still to be saved, which is newer. Throws as `saved` does. */
  async list(saved: () => Promise<Draft[]>): Promise<Draft[]> {
    const drafts = await saved();
    const pending = [...this.#pending.values()];
    const others = drafts.filter(({ conversation_id: id }) => !this.#pending.has(id));
    return [...others, ...pending.map(asDraft)];
  }

  /** Resolves when everything has been sent, or cannot be now. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  #send(client: ChatClient): void {
    this.#sending ??= this.#sendAll(client)
      .catch((error: unknown) => {
        this.#log.error('Drafts could not be saved', error);
      })
      .finally(() => {
        this.#sending = null;
      });
  }

  async #sendAll(client: ChatClient): Promise<void> {
    for (const draft of this.#newestFirst()) {
      if (this.#client !== client) return;
      if (!(await this.#sendOne(client, draft))) return;
      // What came meanwhile is still to be sent.
      if (this.#pending.get(draft.conversation_id) === draft) {
        this.#pending.delete(draft.conversation_id);
        this.#kept()?.draftSaved(asDraft(draft));
      }
    }
  }

  /** Goes on as long as there is something, also what is saved while others are sent. */
  *#newestFirst(): Generator<DraftSave> {
    for (;;) {
      const draft = [...this.#pending.values()].at(-1);
      if (draft === undefined) return;
      yield draft;
    }
  }

  /** False when it is to be tried again later. */
  async #sendOne(client: ChatClient, draft: DraftSave): Promise<boolean> {
    const { conversation_id, ...body } = draft;
    try {
      await client.call(saveDraft, { params: { conversation_id }, body });
    } catch (error) {
      if (describeExpectedFailure(error)?.retryable === true) return false;
      this.#log.warn('A draft could not be saved', error);
    }
    return true;
  }
}

function asDraft(save: DraftSave): Draft {
  return {
    conversation_id: save.conversation_id,
    content: save.content,
    reply_to_message_id: save.reply_to_message_id ?? null,
    self_destruct_timer: save.self_destruct_timer ?? null,
    // This computer's clock says nothing of the server's order: any of its drafts counts as newer.
    updated_at: new Date(0).toISOString(),
  };
}
