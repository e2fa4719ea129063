import * as notes from '#protocol/conversation-notes.ts';
import * as conversations from '#protocol/conversations.ts';
import * as drafts from '#protocol/drafts.ts';
import * as messages from '#protocol/messages.ts';
import * as reactions from '#protocol/reactions.ts';
import * as receipts from '#protocol/receipts.ts';
import * as search from '#protocol/search.ts';
import * as typing from '#protocol/typing.ts';
import type { Place } from './cast.ts';
import { everyone, inside } from './row.ts';
import type { Row } from './row.ts';

const noConversation = '404 CONVERSATION_NOT_FOUND';
const noMessage = '404 MESSAGE_NOT_FOUND';

const byConversation = ({ conversation }: Place) => ({ conversation_id: conversation.id });
const byMessage = ({ message }: Place) => ({ message_id: message.id });
const byMember = (place: Place) => ({ ...byConversation(place), user_id: place.cast.member.id });

/** Everybody inside may: admins of groups, and in direct conversations those who are friends no more. */
const readers = (missing: string) => inside(missing, { direct: '200', groupAdmin: '200' });
/** Only among friends, and in groups. */
const writers = (missing: string, success: string) =>
  inside(missing, { direct: '403 NOT_FRIENDS_SEND', groupAdmin: success });
const groupAdmins = (missing: string) =>
  inside(missing, { direct: '403 FORBIDDEN', groupAdmin: '200' });

const react = (place: Place) => ({ params: { ...byMessage(place), emoji: '👍' } });

/** What concerns a conversation and its messages. */
export const conversationRows: readonly Row[] = [
  {
    endpoint: conversations.createConversation,
    variant: 'with the owner',
    request: ({ cast }) => ({
      body: { participant_ids: [cast.owner.id], conversation_type: 'group' },
    }),
    outcomes: {
      ...everyone('403 NOT_FRIENDS'),
      'former member': '201',
      'group admin': '201',
    },
  },
  { endpoint: conversations.listConversations, request: () => ({}), outcomes: everyone('200') },
  {
    endpoint: conversations.getConversation,
    request: (place) => ({ params: byConversation(place) }),
    outcomes: readers(noConversation),
  },
  {
    endpoint: conversations.updateConversation,
    variant: 'its name',
    request: (place) => ({ params: byConversation(place), body: { name: 'Taken over' } }),
    outcomes: groupAdmins(noConversation),
  },
  {
    endpoint: conversations.updateConversation,
    variant: 'its picture',
    request: (place) => ({ params: byConversation(place), body: { avatar_id: null } }),
    outcomes: groupAdmins(noConversation),
  },
  {
    endpoint: conversations.updateConversation,
    variant: 'for oneself',
    request: (place) => ({ params: byConversation(place), body: { is_archived: true } }),
    outcomes: readers(noConversation),
  },
  {
    endpoint: conversations.addParticipants,
    request: (place) => ({
      params: byConversation(place),
      body: { user_ids: [place.cast.guest.id] },
    }),
    outcomes: groupAdmins(noConversation),
  },
  {
    endpoint: conversations.removeParticipant,
    request: (place) => ({ params: byMember(place) }),
    outcomes: groupAdmins(noConversation),
  },
  {
    endpoint: conversations.setParticipantRole,
    request: (place) => ({ params: byMember(place), body: { role: 'admin' } }),
    outcomes: groupAdmins(noConversation),
  },
  {
    endpoint: conversations.leaveConversation,
    request: (place) => ({ params: byConversation(place) }),
    outcomes: groupAdmins(noConversation),
  },
  {
    endpoint: notes.listNotes,
    request: (place) => ({ params: byConversation(place) }),
    outcomes: readers(noConversation),
  },
  {
    endpoint: drafts.saveDraft,
    request: (place) => ({ params: byConversation(place), body: { content: 'Half a thought' } }),
    outcomes: readers(noConversation),
  },
  { endpoint: drafts.listDrafts, request: () => ({}), outcomes: everyone('200') },
  {
    endpoint: messages.sendMessage,
    request: (place) => ({ params: byConversation(place), body: { content: 'Hello' } }),
    outcomes: writers(noConversation, '201'),
  },
  {
    endpoint: messages.listMessages,
    request: (place) => ({ params: byConversation(place) }),
    outcomes: readers(noConversation),
  },
  {
    endpoint: messages.editMessage,
    variant: 'the owner’s',
    request: (place) => ({ params: byMessage(place), body: { content: 'Not their words' } }),
    outcomes: inside(noMessage, { direct: '403 FORBIDDEN', groupAdmin: '403 FORBIDDEN' }),
  },
  {
    endpoint: messages.editMessage,
    variant: 'one’s own',
    request: ({ ownMessage }) => ({
      params: { message_id: ownMessage.id },
      body: { content: 'In other words' },
    }),
    outcomes: writers(noMessage, '200'),
  },
  {
    endpoint: messages.deleteMessage,
    variant: 'the owner’s',
    request: (place) => ({ params: byMessage(place) }),
    outcomes: groupAdmins(noMessage),
  },
  {
    endpoint: messages.deleteMessage,
    variant: 'one’s own',
    request: ({ ownMessage }) => ({ params: { message_id: ownMessage.id } }),
    outcomes: readers(noMessage),
  },
  { endpoint: reactions.addReaction, request: react, outcomes: writers(noMessage, '200') },
  { endpoint: reactions.removeReaction, request: react, outcomes: readers(noMessage) },
  {
    endpoint: receipts.markMessageRead,
    request: (place) => ({ params: byMessage(place) }),
    outcomes: readers(noMessage),
  },
  {
    endpoint: receipts.markConversationRead,
    request: (place) => ({ params: byConversation(place) }),
    outcomes: readers(noConversation),
  },
  {
    endpoint: receipts.listReceipts,
    request: (place) => ({ params: byMessage(place) }),
    outcomes: readers(noMessage),
  },
  {
    endpoint: typing.setTyping,
    request: (place) => ({ params: byConversation(place), query: '?is_typing=true' }),
    outcomes: readers(noConversation),
  },
  {
    endpoint: search.searchMessages,
    request: () => ({ query: '?q=secret' }),
    outcomes: everyone('200'),
  },
];
