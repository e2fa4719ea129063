import type { ConversationNote } from '#protocol/conversation-notes.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Repository } from '../db/repository.ts';
import type { NotesPage, notesRepository } from './notes.repository.ts';

export interface NotesOptions {
  repository: Repository<typeof notesRepository>;
  permissions: Permissions;
}

/** What happened to groups. Notes are only read here: they are written by what they tell of. */
export class NotesService {
  readonly #options: NotesOptions;

  constructor(options: NotesOptions) {
    this.#options = options;
  }

  async page(
    caller: Caller,
    conversationId: ConversationId,
    page: Omit<NotesPage, 'conversationId'>,
  ): Promise<ConversationNote[]> {
    await this.#options.permissions.requireMember(caller, conversationId);
    return this.#options.repository.page({ conversationId, ...page });
  }
}
