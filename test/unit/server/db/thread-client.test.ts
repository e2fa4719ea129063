import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ThreadClient } from '#server/db/thread-client.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

const key = randomBytes(32);
let folder: string;
let file: string;
let writer: ThreadClient;

beforeEach(async () => {
  folder = temporaryFolder();
  file = join(folder, 'future-talk.db');
  writer = await ThreadClient.start({ role: 'writer', file, key });
});

afterEach(async () => {
  vi.useRealTimers();
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A write of which the second with the same name is refused. */
function adding(username: string) {
  const input = { username, displayName: username, passwordHash: 'none', isAdmin: false };
  return { repository: 'accounts', operation: 'add', input };
}

it('finishes what was asked for before it closes', async () => {
  // More than two batches can be under way.
  const asked = Array.from({ length: 1_200 }, (_, index) =>
    writer.call(adding(`person-${String(index)}`)),
  );
  await writer.close();
  expect(await Promise.all(asked)).toHaveLength(1_200);
  writer = await ThreadClient.start({ role: 'writer', file, key });
  await expect(writer.call(adding('person-1199'))).rejects.toMatchObject({
    code: 'USERNAME_TAKEN',
  });
});

it('what nobody waits for has its turn where there is no pause for a second', async () => {
  await writer.hold();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const patient = writer.callInPause(adding('anna'));
  vi.advanceTimersByTime(1_000);
  const later = writer.call(adding('anna'));
  writer.goOn();
  expect(await patient).toMatchObject({ username: 'anna' });
  await expect(later).rejects.toMatchObject({ code: 'USERNAME_TAKEN' });
});

it('what is held when it closes is refused, and so is what comes then', async () => {
  await writer.hold();
  const held = [writer.call(adding('anna')), writer.callInPause(adding('boris'))];
  const closed = writer.close();
  const late = [writer.call(adding('chen')), writer.callInPause(adding('dora'))];
  for (const outcome of await Promise.allSettled([...held, ...late])) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'SERVER_MOVED' } });
  }
  await closed;
  writer = await ThreadClient.start({ role: 'writer', file, key });
  expect(await writer.call(adding('anna'))).toMatchObject({ username: 'anna' });
});

it('fails all that wait and all that come where the thread has died, and ends', async () => {
  await writer.hold();
  const held = [writer.call(adding('anna')), writer.callInPause(adding('boris'))];
  // It opens the file once more for this: nobody expects that to fail.
  rmSync(file);
  const asked = [...held, writer.checkPages(1, 1), writer.damagedTables([])];
  const checkpoint = writer.checkpoint();
  for (const outcome of await Promise.allSettled(asked)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'ENOENT' } });
  }
  expect(await checkpoint).toBe(false);
  await writer.hold();
  const late = [
    writer.call(adding('chen')),
    writer.callInPause(adding('dora')),
    writer.checkPages(1, 1),
  ];
  for (const outcome of await Promise.allSettled(late)) expect(outcome.status).toBe('rejected');
  expect(await writer.checkpoint()).toBe(false);
  await writer.close();
});

it('nobody who waits for its thread waits on where that has died', async () => {
  rmSync(file);
  const asked = [writer.checkPages(1, 1), writer.call(adding('anna'))];
  // Both are with the thread now.
  await setImmediate();
  const held = writer.hold();
  for (const { status } of await Promise.allSettled(asked)) expect(status).toBe('rejected');
  await held;
});

it('does nothing that is not declared', async () => {
  const reader = await ThreadClient.start({ role: 'reader', file, key });
  const unknown = { repository: 'accounts', operation: 'everything', input: null };
  await expect(reader.call(unknown)).rejects.toThrow('no read accounts.everything');
  await expect(writer.call(unknown)).rejects.toThrow('no write accounts.everything');
  await reader.close();
});
