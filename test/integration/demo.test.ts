import { expect, it, onTestFinished } from 'vitest';
import { listNotes } from '#protocol/conversation-notes.ts';
import { listConversations } from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { listDrafts } from '#protocol/drafts.ts';
import { listMessages } from '#protocol/messages.ts';
import type { Message } from '#protocol/messages.ts';
import { listFriendRequests, listFriends } from '#protocol/people.ts';
import { searchMessages } from '#protocol/search.ts';
import type { ChatClient } from '#client/chat-client.ts';
import { DemoServer } from '../../demo/demo-server.ts';
import { fillDemo } from '../../demo/fill.ts';
import { MovableClock } from '../../demo/movable-clock.ts';
import { looks, members } from '../../demo/people.ts';
import { eventually } from '../support/eventually.ts';
import { folderForTest } from '../support/server-process.ts';

const dayMs = 86_400_000;

async function demoAnna(): Promise<ChatClient> {
  const clock = new MovableClock();
  onTestFinished(() => {
    clock.remove();
  });
  const { FUTURE_TALK_NODE: node, ...environment } = clock.environment();
  const server = await DemoServer.start({ data: folderForTest(), port: 0, node, environment });
  onTestFinished(() => server.stop());
  const demo = await fillDemo({ url: server.url, clock });
  onTestFinished(() => demo.end());
  return demo.client('anna');
}

async function allMessages(anna: ChatClient, talks: readonly Conversation[]): Promise<Message[]> {
  const pages = talks.map(({ id }) =>
    anna.call(listMessages, {
      params: { conversation_id: id },
      query: { limit: 100, mark_read: false },
    }),
  );
  return (await Promise.all(pages)).flat();
}

it('the demo holds a week of everything that a message and a group can be', async () => {
  const anna = await demoAnna();
  const talks = await anna.call(listConversations, { query: { limit: 50 } });
  const messages = await allMessages(anna, talks);
  const files = messages.flatMap(({ attachments }) => attachments);

  const ages = messages.map(({ created_at }) => (Date.now() - Date.parse(created_at)) / dayMs);
  expect(Math.max(...ages)).toBeGreaterThan(5);
  expect(Math.min(...ages)).toBeLessThan(0.1);
  expect(new Set(ages.map(Math.floor)).size).toBeGreaterThanOrEqual(5);
  expect(new Set(messages.map(({ sender_id }) => sender_id)).size).toBe(members.length);
  expect(new Set(talks.map((talk) => talk.conversation_type))).toEqual(
    new Set(['direct', 'group']),
  );
  expect(talks.filter(({ unread_count }) => unread_count > 0).length).toBeGreaterThan(1);
  expect(talks.some(({ muted_until }) => muted_until !== null)).toBe(true);
  expect(talks.some(({ avatar_url }) => avatar_url !== null)).toBe(true);

  const has = (what: string, is: (message: Message) => boolean) => {
    expect({ what, found: messages.some(is) }).toEqual({ what, found: true });
  };
  has('a reply', ({ reply_to_message_id }) => reply_to_message_id !== null);
  has('reactions', ({ reactions }) => reactions.length > 2);
  has('an edit', ({ edited_at }) => edited_at !== null);
  has('a deletion', ({ is_deleted }) => is_deleted);
  has(
    'a timer',
    ({ self_destruct_at, is_destroyed }) => self_destruct_at !== null && !is_destroyed,
  );
  has('several pictures', ({ attachments }) => attachments.length > 2);
  has('a mention', ({ content }) => content.includes('@anna'));
  has('code', ({ content }) => content.includes('```'));
  has('a link', ({ content }) => content.includes('https://'));
  expect(new Set(files.map(({ attachment_type }) => attachment_type))).toEqual(
    new Set(['image', 'document', 'voice_note']),
  );
  await eventually(
    async () => {
      const now = await allMessages(anna, talks);
      expect(now.some(({ is_destroyed }) => is_destroyed)).toBe(true);
    },
    { patienceMs: 60_000 },
  );

  const notes = await Promise.all(
    talks.map(({ id }) => anna.call(listNotes, { params: { conversation_id: id }, query: {} })),
  );
  expect(new Set(notes.flat().map(({ kind }) => kind))).toEqual(
    new Set(['created', 'renamed', 'pictured', 'added', 'made_admin']),
  );
  const friends = await anna.call(listFriends, {});
  const pictured = friends.filter(({ user }) => user.avatar_url !== null);
  expect(pictured).toHaveLength(Object.keys(looks).length - 1);
  const requests = await anna.call(listFriendRequests, {});
  expect([requests.incoming.length, requests.outgoing.length]).toEqual([2, 1]);
  expect(await anna.call(listDrafts, {})).toHaveLength(1);
  await eventually(async () => {
    expect(await anna.call(searchMessages, { query: { q: '船' } })).toHaveLength(1);
  });
}, 120_000);
