import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import type { MessageId } from '#protocol/identifiers.ts';
import { CacheDatabase } from '../../src/main/cache/cache-database.ts';
import { PersonCache } from '../../src/main/cache/person-cache.ts';
import {
  ada,
  bob,
  nextCursor,
  sampleConversation,
  sampleMessage,
  sampleParticipant,
  talk,
} from '../unit/main/support/samples.ts';
import { makeTemporaryFolder } from '../unit/main/support/temporary-folder.ts';

const timestamp = '2026-03-03T00:00:00.000Z';

function numbered(seq: number, parts: Partial<Message> = {}): Message {
  const id = `018f0000-0000-7000-8000-${String(seq).padStart(12, '0')}` as MessageId;
  return sampleMessage({ id, seq, ...parts });
}

// Nobody is sent what was written before they came into a conversation, nor has read it: it was
// taken for unread, so that each message of it that went took one from those that are.
it('what is from before somebody came in may be deleted or expire, and as much is unread as before', async () => {
  const file = path.join(await makeTemporaryFolder(), 'cache.db');
  const cache = new PersonCache({
    database: new CacheDatabase(Database, file, '00'.repeat(32)),
    ownId: ada,
    onFailure: (error) => {
      throw error;
    },
    onDestroyed: () => undefined,
  });
  const own = { ...sampleParticipant(ada, 'ada'), joined_at: '2026-03-01T00:00:00.000Z' };
  const participants = [own, sampleParticipant(bob, 'bob')];
  cache.conversations.put(sampleConversation({ seq: 3, unread_count: 1, participants }));
  for (const seq of [1, 2]) cache.messages.put(numbered(seq));
  cache.messages.put(numbered(3, { created_at: '2026-03-02T00:00:00.000Z' }));
  const place = { conversation_id: talk, timestamp };
  cache.apply({
    type: 'message_deleted',
    message_id: numbered(2).id,
    cursor: nextCursor(),
    ...place,
  });
  const message_ids = [numbered(1).id];
  cache.apply({
    type: 'messages_expired',
    first_seq: 3,
    message_ids,
    cursor: nextCursor(),
    ...place,
  });
  cache.flush();
  expect(cache.messages.get(numbered(1).id)).toBeNull();
  expect(cache.conversations.get(talk)?.unread_count).toBe(1);
  cache.close();
});
