import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { OutgoingMessage } from '#ipc/messages.ts';
import type { Participant } from '#protocol/conversations.ts';
import type { MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';

type Member = Pick<Participant, 'user_id' | 'joined_at'>;

export type DeliveryState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

/** A message keeps this key from the moment of sending on, so its place on screen never flickers. */
export function keyOf(senderId: UserId, clientMessageId: string | null, id: MessageId | null) {
  return clientMessageId === null ? `id/${id ?? ''}` : `${senderId}/${clientMessageId}`;
}

/** One message of a conversation: on its way, on the server, or for a moment both. */
export class TimelineEntry {
  readonly key: string;
  readonly senderId: UserId;
  message = $state.raw<Message | null>(null);
  outgoing = $state.raw<OutgoingMessage | null>(null);

  constructor(key: string, senderId: UserId) {
    this.key = key;
    this.senderId = senderId;
  }

  get id(): MessageId | null {
    return this.message?.id ?? null;
  }

  /** The server does not have it, and has not refused it. */
  get isOnItsWay(): boolean {
    return this.message === null && this.outgoing?.state === 'sending';
  }

  get content(): string {
    return (this.message ?? this.outgoing)?.content ?? '';
  }

  get attachments(): readonly AttachmentInfo[] {
    return (this.message ?? this.outgoing)?.attachments ?? [];
  }

  /** RFC 3339; the server's time as soon as there is one. */
  get createdAt(): string {
    return (this.message ?? this.outgoing)?.created_at ?? '';
  }

  get replyTo(): MessageId | null {
    return (this.message ?? this.outgoing)?.reply_to_message_id ?? null;
  }

  /** Nothing but a tombstone is left of it. */
  get isGone(): boolean {
    return this.message !== null && (this.message.is_destroyed || this.message.is_deleted);
  }

  /** @param joinedAt when they came into the conversation (RFC 3339): what was written before is history */
  isUnreadBy(userId: UserId, joinedAt: string | null = null): boolean {
    return (
      this.message !== null &&
      this.senderId !== userId &&
      !this.message.is_destroyed &&
      !this.message.is_deleted &&
      !this.message.read_by.includes(userId) &&
      (joinedAt === null || Date.parse(joinedAt) <= Date.parse(this.createdAt))
    );
  }

  /** Of these members, those who were there already when it was sent: it was sent to nobody else. */
  sentTo(members: readonly Member[]): UserId[] {
    const sentAt = Date.parse(this.createdAt);
    return members
      .filter(({ joined_at: joinedAt }) => Date.parse(joinedAt) <= sentAt)
      .map(({ user_id: id }) => id);
  }

  /** How far a message of one's own has come among those to whom it was sent. */
  stateFor(sentTo: readonly UserId[]): DeliveryState {
    const message = this.message;
    if (message === null) return this.outgoing?.state ?? 'sending';
    const all = (users: readonly UserId[]) =>
      sentTo.length > 0 && sentTo.every((user) => users.includes(user));
    if (all(message.read_by)) return 'read';
    if (all([...message.delivered_to, ...message.read_by])) return 'delivered';
    return 'sent';
  }
}
