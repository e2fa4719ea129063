import * as notes from '#protocol/conversation-notes.ts';
import * as conversations from '#protocol/conversations.ts';
import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { Circle } from './accounts-calls.ts';
import type { Exchange, Parts } from './exchange.ts';

const nobody = '01980000-0000-7000-8000-000000000000';

export interface Talks {
  /** Of Alice and Bob. */
  direct: string;
  /** Of Alice, who administers it, and Bob. */
  group: string;
}

/** Conversations, who is in them, and what they are called. */
export async function meetConversations(
  exchange: Exchange,
  { alice, bob, carol, dave }: Circle,
): Promise<Talks> {
  const create = (outcome: string, type: string, ...others: { id: string }[]) =>
    exchange.call(alice, conversations.createConversation, outcome, {
      body: { participant_ids: others.map(({ id }) => id), conversation_type: type },
    });
  const direct = await create('201', 'direct', bob);
  await create('200', 'direct', bob);
  await create('403 NOT_FRIENDS', 'direct', dave);
  await create('400 INVALID_PARTICIPANT_COUNT', 'direct', bob, carol);
  const group = await create('201', 'group', bob);
  await exchange.call(alice, conversations.listConversations, '200');
  const at: Record<string, string> = { conversation_id: group.id };
  const nowhere = '404 CONVERSATION_NOT_FOUND';
  const missing = { conversation_id: nobody };
  for (const endpoint of [conversations.getConversation, notes.listNotes]) {
    await exchange.call(bob, endpoint, '200', { params: at });
    await exchange.call(bob, endpoint, nowhere, { params: missing });
  }
  const add = (outcome: string, asker: typeof bob, whom: string, params = at) =>
    exchange.call(asker, conversations.addParticipants, outcome, {
      params,
      body: { user_ids: [whom] },
    });
  await add('200', alice, carol.id);
  await add('403 FORBIDDEN', bob, dave.id);
  await add('403 NOT_FRIENDS', alice, dave.id);
  await add(nowhere, alice, dave.id, missing);
  await meetMembers(exchange, { alice, bob, carol }, group.id);
  const leave = (outcome: string, params: Record<string, string>) =>
    exchange.call(carol, conversations.leaveConversation, outcome, { params });
  await leave('200', at);
  await leave(nowhere, at);
  const outcome = '403 FORBIDDEN';
  await exchange.call(bob, conversations.leaveConversation, outcome, {
    params: { conversation_id: direct.id },
  });
  return { direct: direct.id, group: group.id };
}

/** Carol is made an admin and a member again, thrown out and taken in once more. */
async function meetMembers(
  exchange: Exchange,
  { alice, bob, carol }: Omit<Circle, 'admin' | 'dave'>,
  conversation_id: string,
): Promise<void> {
  const about = (user_id: string) => ({ params: { conversation_id, user_id } });
  const meet = async (endpoint: EndpointDeclaration, more: Parts) => {
    await exchange.call(alice, endpoint, '200', { ...about(carol.id), ...more });
    await exchange.call(bob, endpoint, '403 FORBIDDEN', { ...about(alice.id), ...more });
    await exchange.call(alice, endpoint, '404 USER_NOT_FOUND', { ...about(nobody), ...more });
    const params = { conversation_id: nobody, user_id: carol.id };
    await exchange.call(alice, endpoint, '404 CONVERSATION_NOT_FOUND', { params, ...more });
  };
  await meet(conversations.setParticipantRole, { body: { role: 'member' } });
  await meet(conversations.removeParticipant, {});
  await exchange.call(alice, conversations.addParticipants, '200', {
    params: { conversation_id },
    body: { user_ids: [carol.id] },
  });
}

interface Files {
  picture: AttachmentInfo;
  text: AttachmentInfo;
}

/** A group's name and picture. */
export async function meetSettings(
  exchange: Exchange,
  { alice, bob }: Circle,
  { group }: Talks,
  { picture, text }: Files,
): Promise<void> {
  const update = (outcome: string, body: object, asker = alice, conversation_id = group) =>
    exchange.call(asker, conversations.updateConversation, outcome, {
      params: { conversation_id },
      body,
    });
  await update('200', { name: 'The crew', avatar_id: picture.id });
  await update('403 FORBIDDEN', { name: 'Mine' }, bob);
  await update('404 CONVERSATION_NOT_FOUND', { name: 'Nothing' }, alice, nobody);
  await update('404 ATTACHMENT_NOT_FOUND', { avatar_id: nobody });
  await update('422 ATTACHMENT_REFUSED', { avatar_id: text.id });
}
