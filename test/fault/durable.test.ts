import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import { everyMessage } from '../support/conversation-history.ts';
import { newFriends } from '../support/people.ts';
import { personAt, rest, say, startConversation } from '../support/rest.ts';
import { folderForTest, listeningServer } from '../support/server-process.ts';
import { SystemCalls } from '../support/system-calls.ts';

it('has a message on disk before it answers that it has', async () => {
  const server = await listeningServer(folderForTest());
  const friends = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(...friends);
  const sending = ['write', 'writev', 'sendto', 'sendmsg'];
  const receiving = ['read', 'recvfrom', 'recvmsg'];
  const syncing = ['fsync', 'fdatasync'];
  const calls = await SystemCalls.watch(server.process.pid, [...sending, ...receiving, ...syncing]);
  const words = Array.from({ length: 10 }, (_, index) => `durable-word-${String(index)}-`);
  for (const word of words) await say(friends[0], conversation, word);
  await calls.detach();

  // What is read stands at the end of the call, and that on a line of its own where another
  // thread's call came in between.
  const indexOf = (names: string[], text: string) =>
    calls.lines.findIndex(
      (line) =>
        names.some((name) => new RegExp(`\\b${name}( resumed>|\\()`).test(line)) &&
        line.includes(text),
    );
  const synced = endsOfLogSyncs(calls.lines);
  for (const word of words) {
    const asked = indexOf(receiving, word);
    const answered = indexOf(sending, word);
    expect(asked).toBeGreaterThan(-1);
    expect(answered).toBeGreaterThan(asked);
    expect(synced.filter((at) => at > asked && at < answered)).not.toEqual([]);
  }
});

/** Where a sync of the write-ahead log came to its end, successfully. */
function endsOfLogSyncs(lines: readonly string[]): number[] {
  const ends: number[] = [];
  const underway = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const thread = /^\[pid +(\d+)\]/.exec(line)?.[1] ?? 'main';
    const begins = /f(data)?sync\(\d+<[^>]*future-talk\.db-wal>/.test(line);
    if (begins && line.endsWith('= 0')) ends.push(index);
    else if (begins && line.includes('unfinished')) underway.add(thread);
    else if (/f(data)?sync resumed>.*= 0$/.test(line) && underway.delete(thread)) ends.push(index);
  }
  return ends;
}

it.each([
  ['the disk is full', ['pwrite64'], 'pwrite64:error=ENOSPC'],
  ['the disk does not keep what it is given', ['fsync', 'fdatasync'], 'fsync,fdatasync:error=EIO'],
])(
  'says that it cannot take a message while %s, and goes on afterwards',
  async (_, calls, error) => {
    const folder = folderForTest();
    const server = await listeningServer(folder);
    const friends = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(...friends);
    const path = `/messages/conversations/${conversation.id}/messages`;
    const drafts = ['before', 'during', 'after'].map((content) => ({
      content,
      client_message_id: randomUUID(),
    }));
    const [before, during, after] = drafts;
    expect((await friends[0].post(path, before)).status).toBe(201);

    const failing = await SystemCalls.watch(server.process.pid, calls, error);
    const refused = { status: 503, body: { error_code: 'NOT_READY' } };
    expect(await friends[0].post(path, during)).toMatchObject(refused);
    expect(await rest(server.url, 'GET', '/health')).toMatchObject(refused);
    expect((await friends[1].get<Message[]>(`${path}?mark_read=false`)).body).toHaveLength(1);
    await failing.detach();

    expect((await rest(server.url, 'GET', '/health')).status).toBe(200);
    expect((await friends[0].post(path, after)).status).toBe(201);
    expect((await friends[0].post(path, during)).status).toBe(201);
    await server.process.stop('SIGKILL');
    const restarted = await listeningServer(folder);
    const stored = await everyMessage(personAt(restarted.url, friends[1]), conversation.id);
    expect(stored.map(({ content, seq }) => `${String(seq)} ${content}`)).toEqual([
      '1 before',
      '2 after',
      '3 during',
    ]);
  },
);
