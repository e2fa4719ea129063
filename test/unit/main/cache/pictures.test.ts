import { randomBytes } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { AttachmentId, Cursor } from '#protocol/identifiers.ts';
import { Pictures } from '../../../../src/main/attachments/pictures.ts';
import { CacheDatabase } from '../../../../src/main/cache/cache-database.ts';
import { PersonCache } from '../../../../src/main/cache/person-cache.ts';
import { ada, bob, sampleConversation, talk } from '../support/samples.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const idOf = (number: number) =>
  `0198c0de-0000-7000-8000-${String(number).padStart(12, '0')}` as AttachmentId;

async function openCache(): Promise<PersonCache> {
  const file = path.join(await makeTemporaryFolder(), 'cache.db');
  return new PersonCache({
    database: new CacheDatabase(Database, file, randomBytes(32).toString('hex')),
    ownId: ada,
    onFailure: (error) => expect.unreachable(String(error)),
  });
}

it('asks the server once for a picture, however often it is shown', async () => {
  const cache = await openCache();
  const asked: AttachmentId[] = [];
  const fetch = async (id: AttachmentId) => {
    asked.push(id);
    return Buffer.from('a picture');
  };
  const pictures = new Pictures({ fetch, cache: () => cache });
  const shown = await Promise.all([pictures.get(idOf(1)), pictures.get(idOf(1))]);
  shown.push(await pictures.get(idOf(1)));
  const again = new Pictures({ fetch, cache: () => cache });
  shown.push(await again.get(idOf(1)));
  expect(shown.map((bytes) => Buffer.from(bytes).toString())).toEqual(Array(4).fill('a picture'));
  expect(asked).toEqual([idOf(1)]);
  cache.close();
});

it('a picture that could not be had is asked for again', async () => {
  const cache = await openCache();
  let isThere = false;
  const fetch = async () => {
    if (!isThere) throw new Error('no connection');
    return Buffer.from('a picture');
  };
  const pictures = new Pictures({ fetch, cache: () => cache });
  await expect(pictures.get(idOf(1))).rejects.toThrow('no connection');
  isThere = true;
  expect(Buffer.from(await pictures.get(idOf(1))).toString()).toBe('a picture');
  cache.close();
});

it('keeps the five hundred that came last', async () => {
  const cache = await openCache();
  for (let number = 1; number <= 503; number += 1) cache.keepPicture(idOf(number), Buffer.of(1));
  expect([1, 2, 3, 4, 503].map((number) => cache.recallPicture(idOf(number)) !== null)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  cache.close();
});

it('a person’s new name and picture are kept with the conversations and friends', async () => {
  const cache = await openCache();
  const user = { id: bob, username: 'bob', display_name: 'Bob', avatar_url: null, created_at: '' };
  cache.conversations.put(sampleConversation());
  cache.keepFriends([{ user, since: '', online: false, last_seen_at: null }]);
  const avatar_url = `/api/v1/attachments/${idOf(1)}/thumbnail`;
  const stamp = { timestamp: '', cursor: '9' as Cursor };
  const renamed = { ...user, display_name: 'Robert', avatar_url };
  cache.apply({ ...stamp, type: 'user_updated', user: renamed });
  cache.flush();
  const member = cache.conversations.get(talk)?.participants.find(({ user_id }) => user_id === bob);
  expect(member).toMatchObject({ display_name: 'Robert', avatar_url });
  expect(cache.values.get('friends')?.[0]?.user).toEqual(renamed);
  cache.close();
});
