import type { ServerEvent } from '#protocol/events.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { User } from '#protocol/accounts.ts';
import type { NotificationContent } from '#ipc/system.ts';
import type { Log } from '../logging/log.ts';
import type { ConversationDirectory, ConversationEntry } from './conversation-directory.ts';
import { noticeFor, requestNotice } from './notice-words.ts';
import { describeFriendRequest, describeMessage, isNews } from './notification-policy.ts';
import type { NotificationText, Situation } from './notification-policy.ts';
import { ServerClock } from './server-clock.ts';
import type {
  NotificationEvents,
  ShowNotification,
  ShownNotification,
  ShownText,
} from './shown-notification.ts';

export interface NotificationDependencies {
  directory: ConversationDirectory;
  show: ShowNotification;
  /** What of a message may be seen by whoever looks at the screen. */
  content: () => NotificationContent;
  /** The person wants to hear of nothing now. */
  isQuiet: () => boolean;
  /** Sends an answer that was written in a notification. */
  reply: (id: ConversationId, text: string) => void;
  markRead: (id: ConversationId) => void;
  ownUserId: () => UserId | null;
  isWindowFocused: () => boolean;
  bringToFront: () => void;
  openConversation: (target: {
    conversation_id: ConversationId;
    message_id: MessageId | null;
  }) => void;
  onUnread: (count: number) => void;
  log: Log;
  now: () => number;
}

/** What one notification stands for. */
interface Announced {
  /** Whose words are on it, from when they are looked for. */
  message: Message;
  /** All that came since it was last away. */
  ids: ReadonlySet<MessageId>;
}

/** What is behind a notification. */
interface Meant {
  open: () => void;
  /** Null for a friend request. */
  conversation_id: ConversationId | null;
}

/** Tells the person what happens while they look elsewhere. */
export class NotificationCenter {
  readonly #dependencies: NotificationDependencies;
  readonly #clock: ServerClock;
  /** By conversation, or by person for friend requests: at most one of each is up. */
  readonly #shown = new Map<string, ShownNotification>();
  readonly #announced = new Map<string, Announced>();
  #openConversationId: ConversationId | null = null;
  #unread = 0;

  constructor(dependencies: NotificationDependencies) {
    this.#dependencies = dependencies;
    this.#clock = new ServerClock(dependencies.now);
  }

  handle(event: ServerEvent): void {
    const ownUserId = this.#dependencies.ownUserId();
    if (ownUserId === null) return;
    this.#clock.observe(event);
    this.#dependencies.directory.apply(event, ownUserId);
    if ('cursor' in event) this.#countUnread();
    this.#closeWhatWasRead(event, ownUserId);
    this.#followMessage(event);
    if (!isNews(event, this.#situation(ownUserId))) return;
    if (this.#dependencies.isQuiet()) return;
    if (event.type === 'friend_request') this.#showFriendRequest(event.request.user);
    if (event.type === 'new_message') this.#announce(event.message, { silent: false });
  }

  setOpenConversation(id: ConversationId | null): void {
    this.#openConversationId = id;
    this.windowFocusChanged();
  }

  windowFocusChanged(): void {
    const id = this.#openConversationId;
    if (id !== null && this.#dependencies.isWindowFocused()) this.#close(id);
  }

  /** The conversations that just passed by may have other unread counts. */
  conversationsChanged(): void {
    this.#countUnread();
  }

  /** What stands on the desktop may show too much now, or disturb. */
  choicesChanged(): void {
    this.#closeAll();
  }

  /** Another person, or none, is signed in. */
  reset(): void {
    this.#closeAll();
    this.#openConversationId = null;
    this.#dependencies.directory.forgetAll();
    this.#countUnread();
  }

  #closeAll(): void {
    for (const key of [...this.#shown.keys(), ...this.#announced.keys()]) this.#close(key);
  }

  #situation(ownUserId: UserId): Situation {
    return {
      ownUserId,
      windowFocused: this.#dependencies.isWindowFocused(),
      openConversationId: this.#openConversationId,
      serverNowMs: this.#clock.nowMs(),
    };
  }

  #closeWhatWasRead(event: ServerEvent, ownUserId: UserId): void {
    if (event.type !== 'message_read_receipt' && event.type !== 'conversation_read_receipt') return;
    if (event.reader_user_id === ownUserId) this.#close(event.conversation_id);
  }

  /** What is changed, deleted or destroyed elsewhere stands on the desktop no longer. */
  #followMessage(event: ServerEvent): void {
    if (event.type === 'message_updated') {
      const { message } = event;
      if (this.#announced.get(message.conversation_id)?.message.id !== message.id) return;
      if (message.is_deleted || message.is_destroyed) this.#close(message.conversation_id);
      else this.#announce(message, { silent: true });
    }
    if (event.type === 'messages_expired') {
      const announced = this.#announced.get(event.conversation_id);
      if (announced && announced.message.seq < event.first_seq) this.#close(event.conversation_id);
    }
    if (event.type === 'message_deleted' || event.type === 'message_destroyed') {
      const announced = this.#announced.get(event.conversation_id);
      if (announced?.message.id === event.message_id) this.#close(event.conversation_id);
    }
  }

  #announce(message: Message, { silent }: { silent: boolean }): void {
    const ids = this.#announced.get(message.conversation_id)?.ids ?? [];
    const announced = { message, ids: new Set([...ids, message.id]) };
    this.#announced.set(message.conversation_id, announced);
    this.#describe(announced, silent).catch((error: unknown) => {
      this.#dependencies.log.warn('A notification could not be made', error);
    });
  }

  async #describe(announced: Announced, silent: boolean): Promise<void> {
    const { message, ids } = announced;
    const { conversation_id } = message;
    const conversation = await this.#dependencies.directory.find(conversation_id);
    this.#countUnread();
    // While the server was asked a later one may have come, or this one gone.
    if (this.#announced.get(conversation_id) !== announced) return;
    const text = this.#wordsFor(message, conversation);
    if (text === null) {
      this.#announced.delete(conversation_id);
      return;
    }
    const { openConversation, content } = this.#dependencies;
    const notice = { ...noticeFor(text, ids.size, content()), silent };
    const open = () => {
      openConversation({ conversation_id, message_id: message.id });
    };
    this.#show(conversation_id, notice, { open, conversation_id });
  }

  /** Null where the person has turned to it, signed out, or does not want to hear of it. */
  #wordsFor(message: Message, conversation: ConversationEntry): NotificationText | null {
    const ownUserId = this.#dependencies.ownUserId();
    if (ownUserId === null) return null;
    const situation = this.#situation(ownUserId);
    const isOpen = situation.openConversationId === message.conversation_id;
    if (situation.windowFocused && isOpen) return null;
    return describeMessage(message, conversation, situation);
  }

  #showFriendRequest(user: User): void {
    const text = requestNotice(describeFriendRequest(user), this.#dependencies.content());
    const shown = { ...text, silent: false, answerable: false };
    this.#show(`person:${user.id}`, shown, { open: () => undefined, conversation_id: null });
  }

  #show(key: string, text: ShownText, { open, conversation_id }: Meant): void {
    const { show, bringToFront, reply, markRead } = this.#dependencies;
    const previous = this.#shown.get(key) ?? null;
    this.#shown.delete(key);
    const events: NotificationEvents = {
      clicked: () => {
        this.#close(key);
        bringToFront();
        open();
      },
      replied: (answer) => {
        this.#close(key);
        if (conversation_id !== null && answer.trim() !== '') reply(conversation_id, answer);
      },
      markedRead: () => {
        this.#close(key);
        if (conversation_id !== null) markRead(conversation_id);
      },
      closed: () => {
        if (this.#shown.get(key) !== shown) return;
        this.#shown.delete(key);
        this.#announced.delete(key);
      },
    };
    const shown = show(text, events, previous);
    this.#shown.set(key, shown);
  }

  #close(key: string): void {
    this.#announced.delete(key);
    const shown = this.#shown.get(key);
    this.#shown.delete(key);
    shown?.close();
  }

  #countUnread(): void {
    const count = this.#dependencies.directory.unreadTotal(this.#dependencies.now());
    if (count === this.#unread) return;
    this.#unread = count;
    this.#dependencies.onUnread(count);
  }
}
