import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { filesIn, findTexts } from '../../../support/stored-bytes.ts';
import { bob, sampleConversation, sampleMessage, talk } from '../support/samples.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { cachesIn } from './support/caches.ts';
import { waiting } from './support/waiting.ts';

let folder: string;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
});

/** A cache with one of each, closed again. */
async function fill(): Promise<void> {
  const cache = await cachesIn(folder).open();
  cache.conversations.put(sampleConversation({ seq: 1, last_message: sampleMessage() }));
  cache.outgoing.put(waiting('Not sent yet'));
  cache.close();
}

function cacheFile(): string {
  const file = filesIn(folder).find((name) => name.endsWith('.db')) ?? expect.fail('no cache');
  return path.join(folder, file);
}

describe('a cache', () => {
  it('is there again at the next start', async () => {
    await fill();
    const { open, thrownAway } = cachesIn(folder);
    const cache = await open();
    expect(cache.conversations.get(talk)?.last_message?.content).toBe('Dinner at eight?');
    expect(cache.outgoing.list()).toMatchObject([{ content: 'Not sent yet' }]);
    expect(thrownAway.times).toBe(0);
    cache.close();
  });

  it('says nothing to whoever reads its files', async () => {
    await fill();
    expect(filesIn(path.join(folder, 'offline')).length).toBeGreaterThan(0);
    const texts = ['Dinner at eight?', 'Not sent yet', 'Bob Baker', talk, 'CREATE TABLE'];
    expect(findTexts(path.join(folder, 'offline'), texts)).toEqual([]);
  });

  it('belongs to one person on one server', async () => {
    await fill();
    const elsewhere = await cachesIn(folder, 'another key').open();
    expect(elsewhere.conversations.list(false)).toEqual([]);
    elsewhere.close();
    const { caches } = cachesIn(folder);
    const another = (await caches.open(bob)) ?? expect.fail('no cache');
    expect(another.outgoing.list()).toEqual([]);
    another.close();
  });

  it('is gone with its key once it is erased; that of another person stays', async () => {
    await fill();
    const { caches, folder: kept } = cachesIn(folder);
    (await caches.open(bob))?.close();
    const before = filesIn(folder).length;
    await caches.erase(bob);
    expect(filesIn(folder)).toHaveLength(before - 2);
    await caches.eraseAll();
    expect(filesIn(folder)).toEqual([]);
    expect(readdirSync(kept)).toEqual([]);
  });
});

describe('a cache that cannot be used is thrown away and made anew', () => {
  async function expectNew(): Promise<void> {
    const { open, thrownAway, log } = cachesIn(folder);
    const cache = await open();
    expect(cache.conversations.list(false)).toEqual([]);
    expect(cache.outgoing.list()).toEqual([]);
    expect(thrownAway.times).toBe(1);
    expect(log.lines.join()).toContain('thrown away');
    cache.outgoing.put(waiting('Written after'));
    cache.close();
    const again = await cachesIn(folder).open();
    expect(again.outgoing.list()).toMatchObject([{ content: 'Written after' }]);
    again.close();
  }

  it('when it is damaged', async () => {
    await fill();
    writeFileSync(cacheFile(), randomBytes(20_000));
    await expectNew();
  });

  it('when only a part of it is damaged', async () => {
    await fill();
    const bytes = readFileSync(cacheFile());
    for (let at = 4_096; at < bytes.length; at += 4_096) randomBytes(64).copy(bytes, at + 100);
    writeFileSync(cacheFile(), bytes);
    await expectNew();
  });

  it('when its key is gone', async () => {
    await fill();
    const { secrets } = cachesIn(folder);
    for (const name of readdirSync(path.join(folder, 'secrets'))) {
      await secrets.remove(name.replace('.sealed', ''));
    }
    await expectNew();
  });

  it('when a newer version has written it', async () => {
    await fill();
    const [secret = ''] = readdirSync(path.join(folder, 'secrets'));
    const sealed = readFileSync(path.join(folder, 'secrets', secret))
      .reverse()
      .toString('utf8');
    const { key } = JSON.parse(sealed) as { key: string };
    const database = new Database(cacheFile());
    for (const pragma of ["cipher='sqlcipher'", 'legacy=4', `key="x'${key}'"`, 'user_version=9']) {
      database.pragma(pragma);
    }
    database.close();
    await expectNew();
  });
});

it('where no file can be made there is no cache, and a line in the log', async () => {
  writeFileSync(path.join(folder, 'offline'), 'a file in the way');
  const { caches, log } = cachesIn(folder);
  expect(await caches.open(bob)).toBeNull();
  expect(log.lines.join()).toContain('There is no cache');
  expect(existsSync(path.join(folder, 'offline'))).toBe(true);
});
