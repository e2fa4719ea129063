import type { Conversation } from '#protocol/conversations.ts';
import type { UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { listNames } from '../../lib/lists.ts';
import { t } from '../../lib/messages/catalogue.ts';
import { toPlainText } from '#message-text/plain-text.ts';
import { knownNames } from './known-names.svelte.ts';
import { describeAttachments } from '../attachments/describe-attachments.ts';

/** The other person of a direct conversation; null for a group, and when they have gone. */
export function partnerOf(conversation: Conversation, ownId: UserId) {
  if (conversation.conversation_type !== 'direct') return null;
  return conversation.participants.find(({ user_id }) => user_id !== ownId) ?? null;
}

/** The address of its picture: the group's, or of the person on the other side. */
export function pictureOf(conversation: Conversation, ownId: UserId): string | null {
  const partner = partnerOf(conversation, ownId);
  return partner === null ? conversation.avatar_url : partner.avatar_url;
}

/** What the conversation is called on screen. */
export function titleOf(conversation: Conversation, ownId: UserId): string {
  const partner = partnerOf(conversation, ownId);
  if (partner) return knownNames.nameOf(partner);
  if (conversation.name !== null) return conversation.name;
  const others = conversation.participants.filter(({ user_id }) => user_id !== ownId);
  return listNames(others.map((other) => knownNames.nameOf(other))) || t('conversation.someone');
}

/** What changes only with who takes part. */
export type Members = Pick<Conversation, 'conversation_type' | 'participants'>;

export function membersOf({ conversation_type, participants }: Conversation): Members {
  return { conversation_type, participants };
}

/** A member's name; somebody who has left is known by the name that the message carries. */
export function nameOf(
  conversation: Members,
  userId: UserId,
  otherwise: string = t('conversation.someone'),
): string {
  const found = conversation.participants.find(({ user_id }) => user_id === userId);
  return found ? knownNames.nameOf(found) : otherwise;
}

/** What a message says, in one line. */
export function textOf(message: Message): string {
  if (message.is_destroyed) return t('preview.destroyed');
  if (message.is_deleted) return t('preview.deleted');
  if (message.content.length > 0) return toPlainText(message.content);
  return describeAttachments(message.attachments);
}

interface Preview {
  /** “Anna:”, where it needs saying; else empty. */
  by: string;
  text: string;
}

/** One line for the list. */
export function previewOf(conversation: Conversation, ownId: UserId): Preview {
  const message = conversation.last_message;
  if (message === null) return { by: '', text: t('preview.none') };
  const text = textOf(message);
  if (message.sender_id === ownId) return { by: t('preview.you'), text };
  if (conversation.conversation_type === 'direct') return { by: '', text };
  const name = nameOf(conversation, message.sender_id, message.sender_username);
  return { by: t('preview.person', { name }), text };
}

/** Who types, in a sentence; empty when nobody does. */
export function describeTyping(conversation: Conversation, typists: readonly UserId[]): string {
  const [first, second] = typists.map((userId) => nameOf(conversation, userId));
  if (first === undefined) return '';
  if (second === undefined) return t('typing.one', { name: first });
  if (typists.length === 2) return t('typing.two', { first, second });
  return t('typing.many');
}

/** Far enough for “until I turn it on”: the contract wants a moment. */
export const mutedForGood = '9999-12-31T00:00:00.000Z';

export function isMuted(conversation: Conversation, now: number): boolean {
  return conversation.muted_until !== null && Date.parse(conversation.muted_until) > now;
}
