import type { ConversationId, MessageId } from '#protocol/identifiers.ts';

/** A message to show; made anew each time, so that the same one can be jumped to again. */
export interface JumpTarget {
  messageId: MessageId;
}

export type View =
  | { name: 'none' }
  | { name: 'conversation'; id: ConversationId; jump: JumpTarget | null }
  | { name: 'people'; tab: PeopleTab }
  | { name: 'hosting' }
  | { name: 'settings' };
export type PeopleTab = 'friends' | 'requests' | 'find';

/** What stands beside the list of conversations; in a narrow window, instead of it. */
export class NavigationState {
  view = $state.raw<View>({ name: 'none' });

  readonly conversationId = $derived(this.view.name === 'conversation' ? this.view.id : null);

  /** A message to jump to may be given, however far back it is. */
  openConversation(id: ConversationId, messageId: MessageId | null = null): void {
    const jump = messageId === null ? null : { messageId };
    this.view = { name: 'conversation', id, jump };
  }

  openPeople(tab: PeopleTab = 'friends'): void {
    this.view = { name: 'people', tab };
  }

  open(name: 'hosting' | 'settings'): void {
    this.view = { name };
  }

  back(): void {
    this.view = { name: 'none' };
  }
}
