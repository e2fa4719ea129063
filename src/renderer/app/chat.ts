import { createContext } from 'svelte';
import type { OwnAccount } from '#protocol/accounts.ts';
import { ConversationsState } from '../features/conversations/conversations.state.svelte.ts';
import { DraftsState } from '../features/messages/drafts.state.svelte.ts';
import { MessagesState } from '../features/messages/messages.state.svelte.ts';
import { PeopleState } from '../features/people/people.state.svelte.ts';
import { PresenceState } from '../features/presence/presence.state.svelte.ts';
import { TypingState } from '../features/typing/typing.state.svelte.ts';
import { on } from '../lib/bridge.ts';
import { attempt } from '../lib/report-error.ts';
import { dispatchServerEvent } from './event-dispatcher.ts';
import { NavigationState } from './navigation.state.svelte.ts';

/** Everything that belongs to one person's session; made anew for the next. */
export class Chat {
  readonly ownId: OwnAccount['id'];
  readonly navigation = new NavigationState();
  readonly presence = new PresenceState();
  readonly typing = new TypingState();
  readonly drafts = new DraftsState();
  readonly people = new PeopleState(this.presence);
  readonly conversations: ConversationsState;
  readonly messages: MessagesState;

  constructor(ownId: OwnAccount['id']) {
    this.ownId = ownId;
    this.conversations = new ConversationsState(ownId);
    this.messages = new MessagesState(ownId);
  }

  /** Follows main and loads the lists; answers the function that ends it. */
  begin(): () => void {
    const endings = [
      on('serverEvent', (event) => void attempt(() => dispatchServerEvent(event, this))),
      on('outgoingChanged', (outgoing) => {
        const { conversation_id, client_message_id, state } = outgoing;
        this.messages.outgoingChanged(outgoing);
        this.conversations.setFailed(conversation_id, client_message_id, state === 'failed');
      }),
      on('outgoingSettled', ({ conversation_id, client_message_id, message }) => {
        this.messages.settled(conversation_id, client_message_id, message);
        this.conversations.setFailed(conversation_id, client_message_id, false);
      }),
      on('openConversation', ({ conversation_id, message_id }) => {
        this.navigation.openConversation(conversation_id, message_id);
      }),
      on('resynchronised', () => this.#resynchronise()),
    ];
    this.load();
    return () => {
      for (const end of endings) end();
      this.typing.clear();
    };
  }

  /** Failures stand in the lists themselves, with a button to try again. */
  load(): void {
    void attempt(() => this.conversations.load(), ignoreShownInPlace);
    void attempt(() => this.people.load(), ignoreShownInPlace);
  }

  #resynchronise(): void {
    this.load();
    const open = this.navigation.conversationId;
    this.messages.forgetAllBut(open);
    if (open === null) return;
    const unread = this.conversations.get(open)?.unread_count ?? 0;
    void attempt(() => this.messages.timeline(open).load(unread));
  }
}

/** For loads whose owner keeps a `failed` status that its screen shows. */
export function ignoreShownInPlace(): void {
  // Nothing to add: the status says it.
}

export const [getChat, setChat] = createContext<Chat>();
