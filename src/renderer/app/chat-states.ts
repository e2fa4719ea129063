import type { OwnAccount } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { AttachmentsState } from '../features/attachments/attachments.state.svelte.ts';
import { CommandsState } from '../features/commands/commands.state.svelte.ts';
import { ConversationsState } from '../features/conversations/conversations.state.svelte.ts';
import { EmojiState } from '../features/emoji/emoji.state.svelte.ts';
import { LinksState } from '../features/links/links.state.svelte.ts';
import { DraftsState } from '../features/messages/drafts.state.svelte.ts';
import { MessagesState } from '../features/messages/messages.state.svelte.ts';
import { NotesState } from '../features/notes/notes.state.svelte.ts';
import { PeopleState } from '../features/people/people.state.svelte.ts';
import { PresenceState } from '../features/presence/presence.state.svelte.ts';
import { SearchState } from '../features/search/search.state.svelte.ts';
import { TypingState } from '../features/typing/typing.state.svelte.ts';
import { NavigationState } from './navigation.state.svelte.ts';

/** Everything that belongs to one person's session; made anew for the next. */
export class ChatStates {
  readonly ownId: OwnAccount['id'];
  readonly commands = new CommandsState();
  readonly navigation = new NavigationState();
  readonly presence = new PresenceState();
  readonly typing = new TypingState();
  readonly search = new SearchState();
  readonly notes = new NotesState();
  readonly attachments = new AttachmentsState();
  readonly drafts = new DraftsState();
  readonly emoji = new EmojiState();
  readonly links = new LinksState();
  readonly people = new PeopleState(this.presence);
  readonly conversations: ConversationsState;
  readonly messages: MessagesState;

  /** @param listed what the list of conversations begins with; null where it is still to be asked for */
  constructor(ownId: OwnAccount['id'], listed: Conversation[] | null = null) {
    this.ownId = ownId;
    this.conversations = new ConversationsState(ownId, listed);
    this.messages = new MessagesState(ownId);
  }
}
