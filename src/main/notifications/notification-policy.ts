import { toPlainText } from '#message-text/plain-text.ts';
import type { ServerEvent } from '#protocol/events.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { Participant } from '#protocol/conversations.ts';
import { isBotName } from '#protocol/names/bot-names.ts';
import { nameAmong } from '#protocol/names/look-alikes.ts';
import type { Message } from '#protocol/messages.ts';
import { nameAttachments } from './attachment-words.ts';
import { isolated, t } from '../language/texts.ts';
import type { ConversationEntry } from './conversation-directory.ts';
import { mentions } from './mentions.ts';

/** Older news are history that sync replays, not something that happens now. */
const newsLastsMs = 60_000;
const bodyMaxCharacters = 180;
/** Long enough for any 180 graphemes that a person would write; the rest need not be read. */
const readMax = bodyMaxCharacters * 16;

export interface Situation {
  ownUserId: UserId;
  windowFocused: boolean;
  openConversationId: ConversationId | null;
  /** By the server's clock: computers without the internet may disagree by hours. */
  serverNowMs: number;
}

export interface NotificationText {
  title: string;
  body: string;
}

/** Whether the event may deserve a notification, judged by itself. */
export function isNews(event: ServerEvent, situation: Situation): boolean {
  if (situation.serverNowMs - Date.parse(event.timestamp) > newsLastsMs) return false;
  if (event.type === 'friend_request') return event.direction === 'incoming';
  if (event.type !== 'new_message') return false;
  return event.message.sender_id !== situation.ownUserId && !isInView(event.message, situation);
}

function isInView(message: Message, situation: Situation): boolean {
  return situation.windowFocused && situation.openConversationId === message.conversation_id;
}

/** In a group one may be named; in a conversation of two everything is for oneself. */
function callsForPerson(
  message: Message,
  { isGroup, participants }: ConversationEntry,
  { ownUserId }: Situation,
): boolean {
  const self = participants.find(({ user_id }) => user_id === ownUserId);
  return isGroup && self !== undefined && mentions(message.content, self.username);
}

/** Null for a muted conversation, unless it is a group in which the message names the person. */
export function describeMessage(
  message: Message,
  conversation: ConversationEntry,
  situation: Situation,
): NotificationText | null {
  const isMuted = (conversation.mutedUntilMs ?? 0) > situation.serverNowMs;
  if (isMuted && !callsForPerson(message, conversation, situation)) return null;
  const sender = conversation.participants.find(({ user_id }) => user_id === message.sender_id);
  const name = sender === undefined ? message.sender_username : shownName(sender, conversation);
  const { isGroup, groupName } = conversation;
  return {
    title: isGroup ? titleInGroup(name, groupName) : isolated(name),
    body: shorten(toPlainText(message.content, readMax) || nameAttachments(message.attachments)),
  };
}

/** A bot, which may be called like a person, with the word that it is one. */
function shownName(sender: Participant, { participants }: ConversationEntry): string {
  const name = nameAmong(sender, participants);
  return isBotName(sender.username) ? t('people.bot', { name }) : name;
}

function titleInGroup(name: string, group: string | null): string {
  return group === null
    ? t('notification.inUnnamedGroup', { name })
    : t('notification.inGroup', { name, group });
}

export function describeFriendRequest(user: { display_name: string }): NotificationText {
  return { title: isolated(user.display_name), body: t('notification.friendRequest') };
}

/** At most 180 characters, never half of one. */
function shorten(text: string): string {
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    text.slice(0, readMax),
  );
  const characters = Array.from(segments, ({ segment }) => segment);
  if (characters.length <= bodyMaxCharacters) return text;
  return `${characters.slice(0, bodyMaxCharacters - 1).join('')}…`;
}
