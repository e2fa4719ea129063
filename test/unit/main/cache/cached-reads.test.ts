import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClientError } from '#client/chat-client.ts';
import type { ChatClient } from '#client/chat-client.ts';
import { AppError } from '#protocol/errors.ts';
import type { MessageId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { Friend } from '#protocol/people.ts';
import { CachedReads } from '../../../../src/main/cache/cached-reads.ts';
import type { PersonCache } from '../../../../src/main/cache/person-cache.ts';
import {
  bob,
  newMessageEvent,
  otherTalk,
  sampleConversation,
  sampleMessage,
  talk,
} from '../support/samples.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { cachesIn } from './support/caches.ts';

let cache: PersonCache;
let status: ChatClient['connection']['status'];
let asked: number;
let answer: (path: string) => unknown;
let reads: CachedReads;
let nowMs: number;

beforeEach(async () => {
  cache = await cachesIn(await makeTemporaryFolder()).open();
  status = 'online';
  asked = 0;
  answer = () => [];
  nowMs = 0;
  const client = {
    get connection() {
      return { status };
    },
    call: ({ path }: { path: string }) => {
      asked += 1;
      return Promise.resolve().then(() => answer(path));
    },
  };
  reads = new CachedReads(
    client as unknown as ChatClient,
    () => cache,
    () => nowMs,
  );
});

afterEach(() => {
  cache.close();
});

const idOf = (seq: number) =>
  `018f0000-0000-7000-8000-${String(seq).padStart(12, '0')}` as MessageId;
const numbered = (seq: number, parts: Partial<Message> = {}) =>
  sampleMessage({ id: idOf(seq), seq, ...parts });
const down = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => numbered(from - index));
const seqsOf = async (page: Promise<Message[]>) => (await page).map(({ seq }) => seq);

function away(): never {
  throw new ClientError('UNREACHABLE', 'Cannot reach the server');
}

describe('with a connection', () => {
  it('the server is asked, and what it says is kept', async () => {
    answer = () => [sampleConversation({ seq: 1, last_message: numbered(1) })];
    await reads.listConversations(false);
    status = 'waiting';
    expect(await reads.listConversations(false)).toMatchObject([{ last_message: { seq: 1 } }]);
    expect(asked).toBe(1);
  });

  it('nobody is asked where what was seen last will do, unless nothing was', async () => {
    answer = () => [sampleConversation({ seq: 1, last_message: numbered(1) })];
    expect(await reads.listConversations(false, { known: true })).toHaveLength(1);
    answer = () => [];
    expect(await reads.listConversations(false, { known: true })).toHaveLength(1);
    expect(asked).toBe(1);
    expect(await reads.listConversations(false)).toEqual([]);
  });

  it('that is cut off just then, what was kept is shown', async () => {
    answer = () => down(3, 1);
    await reads.listMessages(talk, {});
    answer = away;
    expect(await seqsOf(reads.listMessages(talk, {}))).toEqual([3, 2, 1]);
    answer = () => {
      throw new AppError('CONVERSATION_NOT_FOUND');
    };
    await expect(reads.listMessages(talk, {})).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
  });
});

describe('without a connection', () => {
  beforeEach(() => {
    status = 'waiting';
    answer = away;
  });

  it('the server is tried where nothing is known', async () => {
    await expect(reads.listConversations(false)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(reads.listFriends()).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(reads.getConversation(talk)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(reads.listMessages(talk, {})).rejects.toMatchObject({ code: 'UNREACHABLE' });
    answer = () => down(1, 1);
    expect(await seqsOf(reads.listMessages(talk, {}))).toEqual([1]);
  });

  it('the lists are as they were seen last, with nobody online', async () => {
    const user = { id: bob, username: 'bob', display_name: 'Bob', avatar_url: null };
    const friend = { user, since: '', online: true, last_seen_at: null } as unknown as Friend;
    cache.keepFriends([friend]);
    cache.keepFriendRequests({ incoming: [], outgoing: [] });
    expect(await reads.listFriends()).toMatchObject([{ online: false, user }]);
    expect(await reads.listFriendRequests()).toEqual({ incoming: [], outgoing: [] });
    cache.keepConversations([sampleConversation()], false, () => true);
    cache.apply(newMessageEvent(numbered(1, { conversation_id: otherTalk })));
    expect(await reads.listConversations(false)).toMatchObject([{ id: talk }]);
    expect(await reads.listMessages(talk, {})).toEqual([]);
  });

  it('a conversation ends where what was kept long enough has gone', async () => {
    cache.conversations.put(sampleConversation({ seq: 6, first_seq: 5 }));
    cache.keepMessages(down(6, 5), () => true);
    expect(await seqsOf(reads.listMessages(talk, { before_message_id: idOf(5) }))).toEqual([]);
    cache.conversations.put(sampleConversation({ seq: 6, first_seq: 7 }));
    expect(await reads.listMessages(talk, {})).toEqual([]);
  });

  it('messages are paged as the server would, as far as they were seen', async () => {
    cache.keepMessages([...down(90, 41), ...down(20, 15)], () => true);
    const page = (parts: Parameters<CachedReads['listMessages']>[1]) =>
      seqsOf(reads.listMessages(talk, { limit: 10, ...parts }));
    const range = async (parts: Parameters<CachedReads['listMessages']>[1]) => {
      const seqs = await page(parts);
      return [seqs[0], seqs.at(-1)];
    };
    expect(await range({})).toEqual([90, 81]);
    expect(await range({ before_message_id: idOf(45) })).toEqual([44, 41]);
    expect(await range({ after_message_id: idOf(45) })).toEqual([55, 46]);
    expect(await range({ after_message_id: idOf(85) })).toEqual([90, 86]);
    expect(await page({ after_message_id: idOf(90) })).toEqual([]);
    expect(await range({ around_message_id: idOf(60) })).toEqual([64, 55]);
    expect(await range({ around_message_id: idOf(89) })).toEqual([90, 81]);
    for (const missing of [
      { before_message_id: idOf(41) },
      { before_message_id: idOf(30) },
      { around_message_id: idOf(17) },
      { after_message_id: idOf(17) },
    ]) {
      await expect(page(missing)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    }
  });

  it('nothing is shown whose time has come', async () => {
    const self_destruct_at = '2026-01-02T03:05:05.000Z';
    cache.keepConversations(
      [sampleConversation({ seq: 1, last_message: numbered(1, { self_destruct_at }) })],
      false,
      () => true,
    );
    nowMs = Date.parse(self_destruct_at) - 1;
    expect(await reads.listMessages(talk, {})).toMatchObject([{ is_destroyed: false }]);
    nowMs += 1;
    expect(await reads.listConversations(false)).toMatchObject([
      { last_message: { content: '', is_destroyed: true } },
    ]);
    expect(await reads.listMessages(talk, {})).toMatchObject([{ content: '', is_destroyed: true }]);
  });
});
