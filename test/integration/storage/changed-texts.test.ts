import { expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import { databaseFileIn, withDatabase } from '../../support/database-file.ts';
import { decryptedPages } from '../../support/decrypted-pages.ts';
import { eventually } from '../../support/eventually.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { personAt, say, startConversation } from '../../support/rest.ts';
import { findTexts } from '../../support/stored-bytes.ts';
import { startServer, startServerForTest } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

function textKeyIn({ dataFolder, key }: TestServer): Buffer {
  return withDatabase(dataFolder, key, (database) => {
    const keys = database.prepare('SELECT key FROM text_key').pluck().all() as Buffer[];
    expect(keys).toHaveLength(1);
    return keys[0]!;
  });
}

const pagesOf = ({ dataFolder, key }: TestServer) =>
  Buffer.concat(decryptedPages(databaseFileIn(dataFolder), key));

it('an edited text that destroys itself leaves neither text, nor a key, nor reactions', async () => {
  const server = await startServer();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const timer = { self_destruct_timer: 3_600 };
  const message = await say(alice, conversation, 'the first wording', timer);
  await server.close();
  const firstKey = textKeyIn(server);

  const again = await startServer({ dataFolder: server.dataFolder, unlock: () => server.key });
  const path = `/messages/messages/${message.id}`;
  await personAt(again.url, bob).put(`${path}/reactions/${encodeURIComponent('🦤')}`);
  const edited = await personAt(again.url, alice).patch<Message>(path, {
    content: 'the second wording',
  });
  expect(edited.body).toMatchObject({ content: 'the second wording', reactions: [{ count: 1 }] });
  await again.close();
  const secondKey = textKeyIn(server);
  // The new key stands where the old one stood: what SQLite left of the old text says nothing.
  expect(pagesOf(server).includes(firstKey)).toBe(false);
  expect(pagesOf(server).includes(secondKey)).toBe(true);
  expect(pagesOf(server).includes('🦤')).toBe(true);
  withDatabase(server.dataFolder, server.key, (database) => {
    database.prepare('UPDATE message SET self_destruct_at = ?').run(Date.now() - 1_000);
  });

  const last = await startServerForTest({
    dataFolder: server.dataFolder,
    unlock: () => server.key,
  });
  const { body: page } = await personAt(last.url, bob).get<Message[]>(
    `/messages/conversations/${conversation.id}/messages`,
  );
  expect(page).toMatchObject([{ content: '', reactions: [], is_destroyed: true }]);
  await eventually(() => {
    expect(pagesOf(server).includes(secondKey)).toBe(false);
  });
  for (const text of ['the first wording', 'the second wording', '🦤']) {
    expect({ text, found: pagesOf(server).includes(text) }).toEqual({ text, found: false });
  }
  expect(findTexts(server.dataFolder, ['the first wording', 'the second wording'])).toEqual([]);
});

it('deleting a message with a timer erases its key at once, and it is not destroyed again', async () => {
  const server = await startServerForTest();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const [his] = await openSockets(server.url, bob);
  const conversation = await startConversation(alice, bob);
  const message = await say(alice, conversation, 'not after all', { self_destruct_timer: 5 });
  const other = await say(alice, conversation, 'five seconds', { self_destruct_timer: 5 });
  await alice.delete(`/messages/messages/${message.id}`);
  await his.next('message_deleted');
  const due = await his.next('message_destroyed');
  expect(due.message_id).toBe(other.id);
  expect(await his.soFar('message_destroyed')).toHaveLength(1);
  await eventually(() => {
    const pages = pagesOf(server);
    expect(pages.includes(message.id)).toBe(true);
    expect(pages.includes('not after all')).toBe(false);
  });
  const keys = withDatabase(server.dataFolder, server.key, (database) =>
    database.prepare('SELECT key FROM text_key').pluck().all(),
  );
  expect(keys).toEqual([Buffer.alloc(32), Buffer.alloc(32)]);
});

it('the log of events holds no text, neither the old nor the new', async () => {
  const server = await startServer();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const message = await say(alice, await startConversation(alice, bob), 'old-words');
  await alice.patch(`/messages/messages/${message.id}`, { content: 'new-words' });
  await server.close();
  const rows = withDatabase(server.dataFolder, server.key, (database) =>
    database.prepare('SELECT type, data FROM event').all(),
  ) as { type: string; data: string }[];
  expect(rows.map(({ type }) => type)).toContain('message_updated');
  expect(rows.filter(({ data }) => /old-words|new-words/.test(data))).toEqual([]);
  expect(pagesOf(server).includes('new-words')).toBe(true);
});

it('the log of events is searched for a message’s reactions by its index', async () => {
  const server = await startServer();
  await server.close();
  const plan = withDatabase(server.dataFolder, server.key, (database) =>
    database
      .prepare(
        `EXPLAIN QUERY PLAN DELETE FROM event
         WHERE message_id = ? AND type IN ('reaction_added', 'reaction_removed')`,
      )
      .all('any'),
  ) as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join()).toContain('event_reaction');
});
