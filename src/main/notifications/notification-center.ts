import type { ServerEvent } from '#protocol/events.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { User } from '#protocol/accounts.ts';
import type { Log } from '../logging/log.ts';
import type { ConversationDirectory } from './conversation-directory.ts';
import { describeFriendRequest, describeMessage, isNews } from './notification-policy.ts';
import type { NotificationText, Situation } from './notification-policy.ts';
import { ServerClock } from './server-clock.ts';

export interface ShownNotification {
  close(): void;
}

export interface NotificationDependencies {
  directory: ConversationDirectory;
  show: (
    text: NotificationText,
    on: { clicked: () => void; closed: () => void },
  ) => ShownNotification;
  ownUserId: () => UserId | null;
  isWindowFocused: () => boolean;
  bringToFront: () => void;
  openConversation: (target: {
    conversation_id: ConversationId;
    message_id: MessageId | null;
  }) => void;
  setBadgeCount: (count: number) => void;
  log: Log;
  now: () => number;
}

/** Tells the person what happens while they look elsewhere. */
export class NotificationCenter {
  readonly #dependencies: NotificationDependencies;
  readonly #clock: ServerClock;
  /** By conversation, or by person for friend requests: at most one of each is up. */
  readonly #shown = new Map<string, ShownNotification>();
  #openConversationId: ConversationId | null = null;
  #badgeCount = 0;

  constructor(dependencies: NotificationDependencies) {
    this.#dependencies = dependencies;
    this.#clock = new ServerClock(dependencies.now);
  }

  handle(event: ServerEvent): void {
    const ownUserId = this.#dependencies.ownUserId();
    if (ownUserId === null) return;
    this.#clock.observe(event);
    this.#dependencies.directory.apply(event, ownUserId);
    if ('cursor' in event) this.#updateBadge();
    this.#closeWhatWasRead(event, ownUserId);
    if (!isNews(event, this.#situation(ownUserId))) return;
    if (event.type === 'friend_request') this.#showFriendRequest(event.request.user);
    if (event.type === 'new_message') this.#announce(event.message);
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
    this.#updateBadge();
  }

  /** Another person, or none, is signed in. */
  reset(): void {
    for (const key of [...this.#shown.keys()]) this.#close(key);
    this.#openConversationId = null;
    this.#dependencies.directory.forgetAll();
    this.#updateBadge();
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

  #announce(message: Message): void {
    this.#describe(message).catch((error: unknown) => {
      this.#dependencies.log.warn('A notification could not be made', error);
    });
  }

  async #describe(message: Message): Promise<void> {
    const conversation = await this.#dependencies.directory.find(message.conversation_id);
    this.#updateBadge();
    // The person may have turned to it, or signed out, while the server was asked.
    const ownUserId = this.#dependencies.ownUserId();
    if (ownUserId === null) return;
    const situation = this.#situation(ownUserId);
    if (situation.windowFocused && situation.openConversationId === message.conversation_id) return;
    const text = describeMessage(message, conversation, situation);
    if (text === null) return;
    this.#show(message.conversation_id, text, () => {
      this.#dependencies.openConversation({
        conversation_id: message.conversation_id,
        message_id: message.id,
      });
    });
  }

  #showFriendRequest(user: User): void {
    this.#show(`person:${user.id}`, describeFriendRequest(user), () => undefined);
  }

  #show(key: string, text: NotificationText, open: () => void): void {
    this.#close(key);
    const shown = this.#dependencies.show(text, {
      clicked: () => {
        this.#close(key);
        this.#dependencies.bringToFront();
        open();
      },
      closed: () => {
        if (this.#shown.get(key) === shown) this.#shown.delete(key);
      },
    });
    this.#shown.set(key, shown);
  }

  #close(key: string): void {
    const shown = this.#shown.get(key);
    this.#shown.delete(key);
    shown?.close();
  }

  #updateBadge(): void {
    const count = this.#dependencies.directory.unreadTotal(this.#dependencies.now());
    if (count === this.#badgeCount) return;
    this.#badgeCount = count;
    this.#dependencies.setBadgeCount(count);
  }
}
