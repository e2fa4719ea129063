import { createContext } from 'svelte';
import type { ReadingPlace } from '#ipc/place.ts';
import { PlaceSaves } from '../features/messages/place-saves.ts';
import { call, on } from '../lib/bridge.ts';
import { attempt, ignoreShownInPlace } from '../lib/report-error.ts';
import { dispatchServerEvent } from './event-dispatcher.ts';
import { ChatStates } from './chat-states.ts';
import { FirstAttempt } from './first-attempt.ts';

/** One person's session: its states, following main. */
export class Chat extends ChatStates {
  readonly places = new PlaceSaves(() => this.#place());
  readonly firstAttempt = new FirstAttempt();

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
      this.#saveAtTheEnd(),
    ];
    void attempt(async () => {
      // The server's answer follows once there is a connection.
      await this.conversations.recall();
      await this.#goBack();
    }, ignoreShownInPlace);
    this.#loadOthers();
    // Without it the picker has no “recent”, which is no reason to trouble anybody.
    void attempt(() => this.emoji.load(), ignoreShownInPlace);
    return () => {
      for (const end of endings) end();
      this.places.end();
      this.typing.clear();
    };
  }

  /** To the conversation that was open when the app last ran, and to the place in it. */
  async #goBack(): Promise<void> {
    const { conversations, messages, navigation } = this;
    const place = await call('getReadingPlace');
    // Who was brought to the old place before what is new is known would not be brought to that.
    if (place !== null) await this.firstAttempt.made();
    // A link, a notification or the person may have led elsewhere meanwhile.
    if (place === null || navigation.view.name !== 'none') return;
    const { conversation_id: id, message_id: messageId } = place;
    if (!conversations.get(id)) return;
    if (messageId !== null) {
      const { offset_px: offsetPx, newest_seq: newestSeq } = place;
      messages.timeline(id).placeBefore = { messageId, offsetPx, newestSeq };
    }
    this.places.wentBack(place);
    navigation.openConversation(id);
  }

  #place(): ReadingPlace | null {
    const { conversationId } = this.navigation;
    if (conversationId === null) return null;
    const { entries, place, placeBefore } = this.messages.timeline(conversationId);
    // While it is loaded, the person is still where they were before.
    const messageId = placeBefore?.messageId ?? entries.find(({ key }) => key === place?.key)?.id;
    return {
      conversation_id: conversationId,
      message_id: messageId ?? null,
      offset_px: (placeBefore ?? place)?.offsetPx ?? 0,
      newest_seq: placeBefore?.newestSeq ?? this.conversations.get(conversationId)?.seq ?? 0,
    };
  }

  /** Failures stand in the lists themselves, with a button to try again. */
  load(): void {
    void attempt(() => this.conversations.load(), ignoreShownInPlace);
    this.#loadOthers();
  }

  #loadOthers(): void {
    void attempt(() => this.people.load(), ignoreShownInPlace);
    void attempt(() => this.drafts.load(), ignoreShownInPlace);
  }

  #saveAtTheEnd(): () => void {
    const save = () => {
      this.drafts.leftAll();
      this.places.save();
    };
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
