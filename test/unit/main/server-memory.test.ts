import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cursor } from '#protocol/identifiers.ts';
import { ServerMemory } from '../../../src/main/session/server-memory.ts';
import { eventually } from '../../support/eventually.ts';
import { filesIn } from '../../support/stored-bytes.ts';
import { cachesIn } from './cache/support/caches.ts';
import { waiting } from './cache/support/waiting.ts';
import { FakeClient, adaAccount } from './support/fake-client.ts';
import { newMessageEvent, sampleMessage, talk } from './support/samples.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const tokens = {
  access_token: 'access',
  refresh_token: 'refresh',
  access_expires_at: 5,
  account: adaAccount,
};
let folder: string;

const opened: ServerMemory[] = [];

/** As at another start of the app. */
function memoryOf(server: Partial<{ identity: string }> = {}) {
  for (const memory of opened.splice(0)) memory.close();
  const { caches, secrets, log } = cachesIn(folder, server.identity);
  const memory = new ServerMemory({
    server: { identity: 'key', ...server },
    secrets,
    caches,
    log,
  });
  opened.push(memory);
  return memory;
}

beforeEach(async () => {
  folder = await makeTemporaryFolder();
});

afterEach(() => {
  for (const memory of opened.splice(0)) memory.close();
});

describe('what is remembered of a server', () => {
  it('is there at the next start', async () => {
    const memory = memoryOf();
    await memory.saveTokens(tokens);
    await memory.saveCursor('41' as Cursor);
    await memory.saveCursor('42' as Cursor);
    const next = memoryOf();
    expect(await next.loadTokens()).toEqual(tokens);
    expect(await next.loadCursor()).toBe('42');
    await next.saveTokens(null);
    expect(await next.loadCursor()).toBeNull();
    expect(await memoryOf().loadTokens()).toBeNull();
  });

  it('is not given to a server with another key', async () => {
    const memory = memoryOf();
    await memory.saveTokens(tokens);
    await memory.saveCursor('42' as Cursor);
    const impostor = memoryOf({ identity: 'another key' });
    expect(await impostor.loadTokens()).toBeNull();
    expect(await impostor.loadCursor()).toBeNull();
  });

  it('is set aside, not lost, when it cannot be opened', async () => {
    await memoryOf().saveTokens(tokens);
    const secrets = path.join(folder, 'secrets');
    const files = await readdir(secrets);
    const name = files.find((file) => file.startsWith('session-')) ?? '';
    await writeFile(path.join(secrets, name), 'sealed under another key');
    expect(await memoryOf().loadTokens()).toBeNull();
    expect(await readFile(path.join(secrets, `${name}.unreadable`), 'utf8')).toBe(
      'sealed under another key',
    );
  });

  it('is what was said and what waits, until the person signs out', async () => {
    const memory = memoryOf();
    await memory.saveTokens(tokens);
    listenTo(memory)('event', newMessageEvent(sampleMessage()));
    const [refused, sent] = [waiting('Refused'), waiting('Sent at last')];
    memory.outbox.put(refused);
    memory.outbox.put(sent);
    memory.outbox.put({ ...refused, state: 'failed' });

    const next = memoryOf();
    await next.loadTokens();
    expect(next.outbox.list()).toEqual([{ ...refused, state: 'failed' }, sent]);
    expect(next.outbox.get(sent.client_message_id)).toEqual(sent);
    expect(next.cache?.messages.newest(talk)?.content).toBe('Dinner at eight?');
    next.outbox.remove(sent.client_message_id);
    next.outbox.remove(refused.client_message_id);
    await next.saveTokens(null);
    expect(next.cache).toBeNull();
    expect(filesIn(folder)).toEqual([]);
  });

  it('keeps what the server does not have, and nothing else, when the server ends the session', async () => {
    const memory = memoryOf();
    await memory.saveTokens(tokens);
    listenTo(memory)('event', newMessageEvent(sampleMessage()));
    memory.outbox.put(waiting('Not sent yet'));
    await memory.saveTokens(null);
    expect(memory.outbox.list()).toEqual([]);
    await memory.saveTokens(tokens);
    expect(memory.outbox.list()).toMatchObject([{ content: 'Not sent yet' }]);
    expect(memory.cache?.messages.newest(talk)).toBeNull();
    await memory.erase();
    expect(filesIn(folder)).toEqual([]);
  });

  it('is loaded again whole once too much was missed', async () => {
    const memory = memoryOf();
    await memory.saveTokens(tokens);
    const emit = listenTo(memory);
    emit('event', newMessageEvent(sampleMessage()));
    emit('resynchronised', { reason: 'gap-too-long' });
    expect(memory.cache?.messages.newest(talk)).toBeNull();
    expect(await memory.loadCursor()).toBeNull();
  });

  it('loses texts whose time comes while there is no connection, and only then', async () => {
    const memory = memoryOf();
    await memory.saveTokens(tokens);
    const emit = listenTo(memory);
    emit('connection', { status: 'online' });
    const self_destruct_at = new Date(Date.now() + 100).toISOString();
    emit('event', newMessageEvent(sampleMessage({ self_destruct_at })));
    expect(memory.cache?.nextDueMs()).toBe(Date.parse(self_destruct_at));
    emit('connection', { status: 'connecting' });
    await eventually(() => {
      expect(memory.cache?.messages.newest(talk)?.is_destroyed).toBe(true);
    });
  });
});

/** What the client says. */
function listenTo(memory: ServerMemory) {
  const client = new FakeClient('http://office:8000');
  memory.follow(client.asClient());
  return client.emit.bind(client);
}
