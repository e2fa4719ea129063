import type { ServerEvent } from '#protocol/events.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { User } from '#protocol/accounts.ts';
import type { Log } from '../logging/log.ts';
import type { ConversationDirectory, ConversationEntry } from './conversation-directory.ts';
import { describeFriendRequest, describeMessage, isNews } from './notification-policy.ts';
import type { NotificationText, Situation } from './notification-policy.ts';
import { ServerClock } from './server-clock.ts';

export interface ShownNotification {
  close(): void;
}

/** `silent` for what only follows a change. */
export type ShownText = NotificationText & { silent: boolean };

export interface NotificationDependencies {
  directory: ConversationDirectory;
  show: (text: ShownText, on: { clicked: () => void; closed: () => void }) => ShownNotification;
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
  /** The message of each conversation's notification, from when its words are looked for. */
  readonly #announced = new Map<string, Message>();
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
    this.#followMessage(event);
    if (!isNews(event, this.#situation(ownUserId))) return;
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
    this.#updateBadge();
  }

  /** Another person, or none, is signed in. */
  reset(): void {
    for (const key of [...this.#shown.keys(), ...this.#announced.keys()]) this.#close(key);
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

  /** What is changed, deleted or destroyed elsewhere stands on the desktop no longer. */
  #followMessage(event: ServerEvent): void {
    if (event.type === 'message_updated') {
      const { message } = event;
      if (this.#announced.get(message.conversation_id)?.id !== message.id) return;
      if (message.is_deleted || message.is_destroyed) this.#close(message.conversation_id);
      else this.#announce(message, { silent: true });
    }
    if (event.type === 'message_deleted' || event.type === 'message_destroyed') {
      const announced = this.#announced.get(event.conversation_id);
      if (announced?.id === event.message_id) this.#close(event.conversation_id);
    }
  }

  #announce(message: Message, { silent }: { silent: boolean }): void {
    this.#announced.set(message.conversation_id, message);
    this.#describe(message, silent).catch((error: unknown) => {
      this.#dependencies.log.warn('A notification could not be made', error);
    });
  }

  async #describe(message: Message, silent: boolean): Promise<void> {
    const { conversation_id } = message;
    const conversation = await this.#dependencies.directory.find(conversation_id);
    this.#updateBadge();
    // While the server was asked a later one may have come, or this one gone.
    if (this.#announced.get(conversation_id) !== message) return;
    const text = this.#wordsFor(message, conversation);
    if (text === null) {
      this.#announced.delete(conversation_id);
      return;
    }
    this.#show(conversation_id, { ...text, silent }, () => {
      this.#dependencies.openConversation({
        conversation_id: message.conversation_id,
        message_id: message.id,
      });
    });
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
    const text = { ...describeFriendRequest(user), silent: false };
    this.#show(`person:${user.id}`, text, () => undefined);
  }

  #show(key: string, text: ShownText, open: () => void): void {
    this.#takeDown(key);
    const shown = this.#dependencies.show(text, {
      clicked: () => {
        this.#close(key);
        this.#dependencies.bringToFront();
        open();
      },
      closed: () => {
        if (this.#shown.get(key) !== shown) return;
        this.#shown.delete(key);
        this.#announced.delete(key);
      },
    });
    this.#shown.set(key, shown);
  }

  #close(key: string): void {
    this.#announced.delete(key);
    this.#takeDown(key);
  }

  #takeDown(key: string): void {
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
