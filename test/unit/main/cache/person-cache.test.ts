import { randomBytes, randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Draft } from '#protocol/drafts.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { ConversationId, Cursor, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { CacheDatabase } from '../../../../src/main/cache/cache-database.ts';
import { PersonCache } from '../../../../src/main/cache/person-cache.ts';
import { countOccurrences, decryptedPages } from '../../../support/decrypted-pages.ts';
import {
  ada,
  bob,
  newMessageEvent,
  nextCursor,
  otherTalk,
  sampleConversation,
  sampleMessage,
  talk,
} from '../support/samples.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { waiting } from './support/waiting.ts';

const key = randomBytes(32);
const sentAt = '2026-01-02T03:04:05.000Z';
const dueAt = '2026-01-02T03:05:05.000Z';
let file: string;
let cache: PersonCache;
let failures: unknown[];
let destroyed: MessageId[];

function open(bytesMax?: number): PersonCache {
  return new PersonCache({
    database: new CacheDatabase(Database, file, key.toString('hex')),
    ownId: ada,
    ...(bytesMax !== undefined && { bytesMax }),
    onFailure: (error) => failures.push(error),
    onDestroyed: (places) => destroyed.push(...places.map(({ message_id }) => message_id)),
  });
}

beforeEach(async () => {
  file = path.join(await makeTemporaryFolder(), 'cache.db');
  failures = [];
  destroyed = [];
  cache = open();
});

afterEach(() => {
  expect(failures).toEqual([]);
  cache.close();
});

function numbered(seq: number, parts: Partial<Message> = {}): Message {
  const id = `018f0000-0000-7000-8000-${String(seq).padStart(12, '0')}` as MessageId;
  return sampleMessage({ id, seq, content: `message ${String(seq)}`, ...parts });
}

type EventBody = ReplayableEvent extends infer E
  ? E extends ReplayableEvent
    ? Omit<E, 'cursor' | 'timestamp'>
    : never
  : never;

function apply(body: EventBody): void {
  cache.apply({ ...body, cursor: nextCursor(), timestamp: sentAt });
  cache.flush();
}

function hear(message: Message): void {
  cache.apply(newMessageEvent(message));
  cache.flush();
}

const seqs = (messages: readonly Message[]) => messages.map(({ seq }) => seq);
const page = (before: number | null = null) =>
  seqs(cache.messages.page(talk, { before, limit: 3 }));

describe('messages', () => {
  it('are read newest first, and no further than the first that is missing', () => {
    for (const seq of [1, 2, 4, 5, 6, 7]) cache.messages.put(numbered(seq));
    expect(page()).toEqual([7, 6, 5]);
    expect(page(5)).toEqual([4]);
    expect(page(4)).toEqual([]);
    expect(page(3)).toEqual([2, 1]);
    expect(cache.messages.leadsToNewest(talk, 4)).toBe(true);
    expect(cache.messages.leadsToNewest(talk, 2)).toBe(false);
    expect(cache.messages.leadsToNewest(otherTalk, 1)).toBe(false);
  });

  it('follow the events of the log, and so does the list of conversations', () => {
    cache.conversations.put(sampleConversation({ seq: 1, last_message: numbered(1) }));
    hear(numbered(2));
    hear(numbered(3, { sender_id: ada }));
    const ids = [numbered(2).id];
    apply({ type: 'message_delivered', ...place(3), client_message_id: null, user_ids: [bob] });
    apply({ type: 'conversation_read_receipt', ...reader(bob), message_ids: [numbered(3).id] });
    expect(cache.messages.get(numbered(3).id)).toMatchObject({
      delivered_to: [bob],
      read_by: [bob],
    });
    const known = () => cache.conversations.get(talk);
    expect(known()).toMatchObject({ seq: 3, unread_count: 1, last_message: { seq: 3 } });
    apply({ type: 'conversation_read_receipt', ...reader(ada), message_ids: ids });
    apply({ type: 'conversation_read_receipt', ...reader(ada), message_ids: ids });
    expect(known()?.unread_count).toBe(0);
    apply({
      type: 'conversation_settings_changed',
      conversation_id: talk,
      is_archived: true,
      muted_until: null,
    });
    expect(cache.conversations.list(true)).toHaveLength(1);
    hear(numbered(4));
    expect(cache.conversations.list(false)).toMatchObject([{ unread_count: 1, seq: 4 }]);
  });

  it('that the list counted already are not counted again', () => {
    cache.conversations.put(
      sampleConversation({ seq: 2, unread_count: 2, last_message: numbered(2) }),
    );
    hear(numbered(1));
    hear(numbered(2));
    expect(cache.conversations.get(talk)?.unread_count).toBe(2);
  });

  it('are edited, reacted to and deleted', () => {
    const unread = { seq: 2, unread_count: 2, last_message: numbered(2) };
    cache.conversations.put(sampleConversation(unread));
    hear(numbered(1));
    const edited = numbered(2, { content: 'message two', edited_at: sentAt });
    apply({ type: 'message_updated', conversation_id: talk, message: edited });
    apply({ type: 'message_updated', conversation_id: talk, message: numbered(7) });
    const reactions = [{ emoji: '🎉', count: 1, user_ids: [ada] }];
    apply({ type: 'reaction_added', ...place(2), user_id: ada, emoji: '🎉', reactions });
    expect(cache.messages.get(edited.id)).toEqual({ ...edited, reactions });
    expect(cache.messages.get(numbered(7).id)).toBeNull();
    apply({ type: 'message_deleted', ...place(2) });
    apply({ type: 'message_deleted', ...place(2) });
    expect(cache.conversations.get(talk)).toMatchObject({
      unread_count: 1,
      last_message: { content: '', reactions: [], is_deleted: true, is_destroyed: false },
    });
  });

  it('of a conversation that one was removed from are gone; those of others stay', () => {
    cache.conversations.put(sampleConversation({ seq: 1, last_message: numbered(1) }));
    const elsewhere = numbered(2, { conversation_id: otherTalk });
    cache.conversations.put(sampleConversation({ id: otherTalk, last_message: elsewhere }));
    apply({ type: 'participant_removed', conversation_id: talk, user_id: bob });
    expect(cache.conversations.get(talk)?.participants).toHaveLength(1);
    apply({ type: 'participant_removed', conversation_id: talk, user_id: ada });
    expect(cache.conversations.get(talk)).toBeNull();
    expect(cache.messages.get(numbered(1).id)).toBeNull();
    expect(cache.messages.get(elsewhere.id)).not.toBeNull();
  });

  it('are dropped from the oldest on when there are too many, but for the newest of each', () => {
    cache.close();
    cache = open(400_000);
    const content = 'x'.repeat(2_000);
    for (let seq = 1; seq <= 1_500; seq += 1) {
      const created_at = new Date(Date.parse(sentAt) + seq * 1_000).toISOString();
      hear(numbered(seq, { content, created_at }));
    }
    const elsewhere = numbered(9_000, { conversation_id: otherTalk, created_at: sentAt });
    cache.messages.put(elsewhere);
    cache.prune();
    const left = cache.messages.page(talk, { before: null, limit: 2_000 });
    expect(left.length).toBeLessThan(400);
    expect(left[0]?.seq).toBe(1_500);
    expect(cache.messages.get(elsewhere.id)).not.toBeNull();
  });
});

describe('the place in the log', () => {
  it('stands with what it covers, or neither is there', () => {
    hear(numbered(1));
    const before = cache.cursor;
    cache.messages.put = () => {
      throw new Error('the disk is full');
    };
    hear(numbered(2));
    // Nothing that comes later may leave the hole behind.
    cache.moveCursor('999999' as Cursor);
    apply({ type: 'friend_removed', user_id: bob });
    expect(failures.splice(0)).toMatchObject([{ message: 'the disk is full' }]);
    cache.close();
    cache = open();
    expect(cache.cursor).toBe(before);
    expect(cache.messages.get(numbered(2).id)).toBeNull();
  });

  it('is the last one of all that came at once', async () => {
    for (const seq of [1, 2, 3]) cache.apply(newMessageEvent(numbered(seq)));
    await Promise.resolve();
    expect(page()).toEqual([3, 2, 1]);
    expect(cache.values.get('cursor')).not.toBeNull();
  });

  it('goes with everything that was told, but not with what waits to be sent', () => {
    cache.conversations.put(sampleConversation({ seq: 1, last_message: numbered(1) }));
    hear(numbered(2));
    cache.outgoing.put(waiting('Not sent yet'));
    cache.removeContent();
    expect(cache.cursor).toBeNull();
    expect(cache.conversations.list(false)).toEqual([]);
    expect(page()).toEqual([]);
    expect(cache.outgoing.list()).toMatchObject([{ content: 'Not sent yet' }]);
  });
});

describe('an answer of the server', () => {
  const keep = (event: () => void) =>
    cache.keepAnswer(
      () => {
        event();
        return Promise.resolve([numbered(1), numbered(2)]);
      },
      (messages, isFresh) => {
        cache.keepMessages(messages, isFresh);
      },
    );

  it('tells nothing of a message that has changed since it was asked for', async () => {
    await keep(() => {
      apply({ type: 'message_destroyed', ...place(2) });
    });
    expect(page()).toEqual([1]);
    await keep(() => undefined);
    expect(page()).toEqual([2, 1]);
  });

  it('tells nothing at all once everything was to be loaded again', async () => {
    await keep(() => {
      cache.removeContent();
    });
    expect(page()).toEqual([]);
  });

  it('is the whole list: what is not in it is gone', async () => {
    cache.conversations.put(sampleConversation({ id: otherTalk }));
    cache.conversations.put(sampleConversation({ is_archived: true }));
    await cache.keepAnswer(
      () => Promise.resolve([]),
      (listed, isFresh) => {
        cache.keepConversations(listed, false, isFresh);
      },
    );
    expect(cache.conversations.list(false)).toEqual([]);
    expect(cache.conversations.list(true)).toHaveLength(1);
  });
});

describe('what waits to be sent', () => {
  it('keeps its order, and is replaced in its place', () => {
    const [one, two] = [waiting('one'), waiting('two')];
    cache.outgoing.put(one);
    cache.outgoing.put(two);
    cache.outgoing.put({ ...one, state: 'failed' });
    expect(cache.outgoing.list()).toEqual([{ ...one, state: 'failed' }, two]);
    cache.outgoing.remove(one.client_message_id);
    cache.outgoing.remove('unknown');
    expect(cache.outgoing.list()).toEqual([two]);
  });
});

describe('what somebody has begun to write', () => {
  const draft = (content: string, conversation_id = talk): Draft => ({
    conversation_id,
    content,
    reply_to_message_id: null,
    self_destruct_timer: null,
    updated_at: sentAt,
  });
  const told = (content: string) => {
    apply({ type: 'draft_changed', conversation_id: talk, draft: draft(content) });
  };
  const texts = (unsaved: boolean) => cache.drafts.list({ unsaved }).map(({ content }) => content);

  it('is as the server has it, until something newer is written here', () => {
    told('elsewhere');
    expect(texts(false)).toEqual(['elsewhere']);
    cache.keepUnsavedDraft(draft('here'));
    told('elsewhere again');
    expect([texts(false), texts(true)]).toEqual([[], ['here']]);
    cache.draftSaved(draft('here'));
    expect([texts(false), texts(true)]).toEqual([['here'], []]);
    told('');
    expect(texts(false)).toEqual([]);
  });

  it('stays where everything else is loaded again, and goes with its conversation', () => {
    cache.keepUnsavedDraft(draft('here'));
    cache.keepDrafts([draft('older'), draft('there', otherTalk)]);
    expect([texts(false), texts(true)]).toEqual([['there'], ['here']]);
    cache.removeContent();
    expect([texts(false), texts(true)]).toEqual([[], ['here']]);
    apply({ type: 'participant_removed', conversation_id: talk, user_id: ada });
    expect(texts(true)).toEqual([]);
  });
});

describe('what was kept long enough', () => {
  it('goes with its event, and is not unread any more', () => {
    const conversation = sampleConversation({ seq: 4, unread_count: 3 });
    cache.conversations.put(conversation);
    for (const seq of [1, 2, 3, 4]) cache.messages.put(numbered(seq));
    apply({ type: 'conversation_retention_changed', conversation_id: talk, keep_days: 7 });
    apply({
      type: 'messages_expired',
      conversation_id: talk,
      first_seq: 3,
      message_ids: [numbered(2).id],
    });
    expect(page()).toEqual([4, 3]);
    expect(cache.conversations.get(talk)).toMatchObject({
      keep_days: 7,
      first_seq: 3,
      unread_count: 1,
      last_message: { seq: 4 },
    });
  });

  it('goes with the list of conversations, where the events were missed', () => {
    for (const seq of [1, 2, 3]) cache.messages.put(numbered(seq));
    cache.messages.put(numbered(5, { conversation_id: otherTalk, seq: 1 }));
    const listed = sampleConversation({ seq: 3, first_seq: 3, last_message: numbered(3) });
    cache.keepConversations([listed], false, () => true);
    expect(page()).toEqual([3]);
    expect(cache.messages.get(numbered(5).id)).not.toBeNull();
  });
});

describe('a text with a timer', () => {
  const due = Date.parse(dueAt);

  it('is destroyed by the clock, and by the event', () => {
    cache.messages.put(numbered(1, { self_destruct_at: dueAt }));
    cache.messages.put(numbered(2, { self_destruct_at: dueAt }));
    apply({ type: 'message_destroyed', ...place(1) });
    expect(cache.messages.get(numbered(1).id)).toMatchObject({ content: '', is_destroyed: true });
    expect(cache.nextDueMs()).toBe(due);
    cache.destroyDue(due - 1);
    expect(cache.messages.get(numbered(2).id)?.content).toBe('message 2');
    cache.destroyDue(due);
    expect(cache.messages.get(numbered(2).id)).toMatchObject({ content: '', is_destroyed: true });
    expect(destroyed).toEqual([numbered(2).id]);
    expect(cache.nextDueMs()).toBeNull();
  });

  it('leaves neither its bytes nor its key in the file, however its pages were split', () => {
    const words = new Map<string, boolean>();
    const say = (seq: number) => {
      const word = randomBytes(10).toString('hex');
      const goes = seq % 3 === 0;
      words.set(word, goes);
      const content = `${word} ${'x'.repeat(randomInt(1 + randomInt(3_000)))}`;
      const self_destruct_at = goes ? dueAt : null;
      const conversation_id = seq % 2 ? talk : otherTalk;
      hear(numbered(seq, { content, self_destruct_at, conversation_id }));
    };
    for (let seq = 1; seq <= 1_500; seq += 1) say(seq);
    const gone = keysWhere('self_destruct_at IS NOT NULL');
    const staying = keysWhere('self_destruct_at IS NULL');
    cache.destroyDue(due);
    for (let seq = 1_501; seq <= 2_000; seq += 1) say(seq);
    cache.destroyDue(due);
    expect(destroyed).toHaveLength(666);
    expect(statSync(`${file}-wal`).size).toBe(0);

    const pages = Buffer.concat(decryptedPages(file, key));
    const times = (sought: (string | Buffer)[]) => new Set(countOccurrences(pages, sought));
    expect(times([...words.keys()])).toEqual(new Set([0]));
    expect(gone).toHaveLength(500);
    expect(times(gone)).toEqual(new Set([0]));
    // A key that still counts is there once: no copy of it could be left behind.
    expect(times(staying)).toEqual(new Set([1]));
  }, 30_000);

  function keysWhere(condition: string): Buffer[] {
    const database = new CacheDatabase(Database, file, key.toString('hex'));
    const rows = database.rows<{ key: Buffer }>(
      `SELECT text_key.key FROM message JOIN text_key ON text_key.id = message.key_id
       WHERE ${condition}`,
    );
    database.close();
    return rows.map((row) => row.key);
  }
});

function place(seq: number): { conversation_id: ConversationId; message_id: MessageId } {
  return { conversation_id: talk, message_id: numbered(seq).id };
}

function reader(reader_user_id: UserId) {
  return { conversation_id: talk, reader_user_id };
}
