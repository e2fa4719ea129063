import * as drafts from '#protocol/drafts.ts';
import * as messages from '#protocol/messages.ts';
import * as people from '#protocol/people.ts';
import * as reactions from '#protocol/reactions.ts';
import * as receipts from '#protocol/receipts.ts';
import * as search from '#protocol/search.ts';
import * as sync from '#protocol/sync.ts';
import * as typing from '#protocol/typing.ts';
import { limits } from '#protocol/limits.ts';
import type { Circle, Person } from './accounts-calls.ts';
import type { Talks } from './conversation-calls.ts';
import type { Exchange } from './exchange.ts';

const nothing = '01980000-0000-7000-8000-000000000000';
const noConversation = '404 CONVERSATION_NOT_FOUND';
const noMessage = '404 MESSAGE_NOT_FOUND';

/** What is said in a conversation, and all that is done to it. */
export async function meetMessages(
  exchange: Exchange,
  circle: Circle,
  talks: Talks,
): Promise<void> {
  const { alice, bob } = circle;
  const send = sender(exchange, talks.group);
  const first = await send(alice, '201', { content: 'Hello', client_message_id: 'one' });
  await send(alice, '200', { content: 'Hello', client_message_id: 'one' });
  await send(alice, noConversation, { content: 'Hello' }, nothing);
  await send(alice, noMessage, { content: 'Well', reply_to_message_id: nothing });
  await send(alice, '404 ATTACHMENT_NOT_FOUND', { content: 'Look', attachments: [nothing] });
  const list = (outcome: string, query = '', conversation_id = talks.group) =>
    exchange.call(bob, messages.listMessages, outcome, { params: { conversation_id }, query });
  await list('200');
  await list(noMessage, `?before_message_id=${nothing}`);
  await list(noConversation, '', nothing);
  await meetReading(exchange, bob, first.id, talks.group);
  await meetEdits(exchange, circle, { message: first.id, direct: talks.direct });
  await meetReactions(exchange, bob, first.id);
  await meetDeletion(exchange, circle, first.id);
  await meetDrafts(exchange, alice, talks.group);
  await exchange.call(bob, search.searchMessages, '200', { query: '?q=hello' });
  await exchange.call(bob, search.searchMessages, noConversation, {
    query: `?q=hello&conversation_id=${nothing}`,
  });
  await exchange.call(bob, sync.sync, '200', { query: '?cursor=0' });
}

export function sender(exchange: Exchange, group: string) {
  return (person: Person, outcome: string, body: object, conversation_id = group) =>
    exchange.call(person, messages.sendMessage, outcome, { params: { conversation_id }, body });
}

async function meetReading(
  exchange: Exchange,
  reader: Person,
  message_id: string,
  conversation_id: string,
): Promise<void> {
  for (const endpoint of [receipts.markMessageRead, receipts.listReceipts]) {
    await exchange.call(reader, endpoint, '200', { params: { message_id } });
    await exchange.call(reader, endpoint, noMessage, { params: { message_id: nothing } });
  }
  const elsewhere = { conversation_id: nothing };
  await exchange.call(reader, receipts.markConversationRead, '200', {
    params: { conversation_id },
  });
  await exchange.call(reader, receipts.markConversationRead, noConversation, { params: elsewhere });
  const query = '?is_typing=true';
  await exchange.call(reader, typing.setTyping, '200', { params: { conversation_id }, query });
  await exchange.call(reader, typing.setTyping, noConversation, { params: elsewhere, query });
}

/** In the direct conversation the two are friends no longer, and then again. */
async function meetEdits(
  exchange: Exchange,
  { alice, bob }: Circle,
  { message, direct }: { message: string; direct: string },
): Promise<void> {
  const edit = (person: Person, outcome: string, message_id: string) =>
    exchange.call(person, messages.editMessage, outcome, {
      params: { message_id },
      body: { content: 'In other words' },
    });
  await edit(alice, '200', message);
  await edit(bob, '403 FORBIDDEN', message);
  await edit(bob, noMessage, nothing);
  const send = sender(exchange, direct);
  const { id } = await send(alice, '201', { content: 'Between us' });
  await exchange.call(alice, people.removeFriend, '200', { params: { user_id: bob.id } });
  await send(alice, '403 NOT_FRIENDS_SEND', { content: 'And now?' });
  await edit(alice, '403 NOT_FRIENDS_SEND', id);
  await exchange.call(alice, reactions.addReaction, '403 NOT_FRIENDS_SEND', {
    params: { message_id: id, emoji: '👍' },
  });
  await exchange.call(alice, people.askFriend, '201', { body: { user_id: bob.id } });
  await exchange.call(bob, people.askFriend, '200', { body: { user_id: alice.id } });
}

async function meetReactions(exchange: Exchange, bob: Person, message_id: string): Promise<void> {
  const add = (outcome: string, emoji: string, id = message_id) =>
    exchange.call(bob, reactions.addReaction, outcome, { params: { message_id: id, emoji } });
  // Animals, which follow one another: as many as one person may.
  const animals = Array.from({ length: limits.reactionsOfOnePersonMax }, (_, index) =>
    String.fromCodePoint(0x1f400 + index),
  );
  for (const animal of animals) await add('200', animal);
  await add('409 TOO_MANY_REACTIONS', '👍');
  await add(noMessage, '👍', nothing);
  const remove = (outcome: string, id: string) =>
    exchange.call(bob, reactions.removeReaction, outcome, {
      params: { message_id: id, emoji: animals[0] ?? '' },
    });
  await remove('200', message_id);
  await remove(noMessage, nothing);
}

async function meetDeletion(
  exchange: Exchange,
  { alice, bob }: Circle,
  message_id: string,
): Promise<void> {
  const remove = (person: Person, outcome: string, id = message_id) =>
    exchange.call(person, messages.deleteMessage, outcome, { params: { message_id: id } });
  await remove(bob, '403 FORBIDDEN');
  await remove(bob, noMessage, nothing);
  await remove(alice, '200');
  const gone = '409 MESSAGE_GONE';
  await exchange.call(alice, messages.editMessage, gone, {
    params: { message_id },
    body: { content: 'Once more' },
  });
  await exchange.call(bob, reactions.addReaction, gone, { params: { message_id, emoji: '👍' } });
}

async function meetDrafts(exchange: Exchange, alice: Person, group: string): Promise<void> {
  const save = (outcome: string, conversation_id: string, more: object = {}) =>
    exchange.call(alice, drafts.saveDraft, outcome, {
      params: { conversation_id },
      body: { content: 'Half a thought', ...more },
    });
  await save('200', group);
  await save(noConversation, nothing);
  await save(noMessage, group, { reply_to_message_id: nothing });
  await exchange.call(alice, drafts.listDrafts, '200');
}
