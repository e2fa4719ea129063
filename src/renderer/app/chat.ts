import { createContext } from 'svelte';
import { on } from '../lib/bridge.ts';
import { attempt, ignoreShownInPlace } from '../lib/report-error.ts';
import { dispatchServerEvent } from './event-dispatcher.ts';
import { ChatStates } from './chat-states.ts';

/** One person's session: its states, following main. */
export class Chat extends ChatStates {
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
      on('messagesExpired', (expired) => {
        const how = { is_destroyed: true };
        for (const { conversation_id, message_id } of expired) {
          this.messages.destroyed(conversation_id, message_id);
          void attempt(() => this.conversations.erased(conversation_id, message_id, how));
        }
      }),
      on('downloadChanged', (event) => this.attachments.downloadChanged(event)),
      on('openConversation', ({ conversation_id, message_id }) => {
        this.navigation.openConversation(conversation_id, message_id);
      }),
      on('resynchronised', () => this.#resynchronise()),
      this.#saveDraftsAtTheEnd(),
    ];
    this.load();
    // Without it the picker has no “recent”, which is no reason to trouble anybody.
    void attempt(() => this.emoji.load(), ignoreShownInPlace);
    return () => {
      for (const end of endings) end();
      this.typing.clear();
    };
  }

  /** Failures stand in the lists themselves, with a button to try again. */
  load(): void {
    void attempt(() => this.conversations.load(), ignoreShownInPlace);
    void attempt(() => this.people.load(), ignoreShownInPlace);
    void attempt(() => this.drafts.load(), ignoreShownInPlace);
  }

  #saveDraftsAtTheEnd(): () => void {
    const save = () => this.drafts.leftAll();
    window.addEventListener('beforeunload', save);
    return () => window.removeEventListener('beforeunload', save);
  }

  /**
   * Presence is not replayed, nor what people change about themselves; and the lists may be from the
   * last time that there was a connection.
   */
  wentOnline(): void {
    this.load();
  }

  /** Nobody can tell from here who is online. */
  wentOffline(): void {
    this.presence.forgetOnline();
    this.typing.clear();
  }

  #resynchronise(): void {
    this.load();
    const open = this.navigation.conversationId;
    this.messages.forgetAllBut(open);
    this.notes.forgetAllBut(open);
    if (open === null) return;
    const unread = this.conversations.get(open)?.unread_count ?? 0;
    void attempt(() => this.messages.timeline(open).load(unread));
    void attempt(() => this.notes.of(open).again(), ignoreShownInPlace);
  }
}

export const [getChat, setChat] = createContext<Chat>();
