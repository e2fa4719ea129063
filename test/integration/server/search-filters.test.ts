import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import { newFriends } from '../../support/people.ts';
import { say, sayAll, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { someBytes, upload } from '../attachments/support/files.ts';
import { found, indexed, search } from '../../support/search.ts';
import type { SearchParameters } from '../../support/search.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

async function twoFriends(): Promise<[TestPerson, TestPerson, Conversation]> {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  return [alice, bob, await startConversation(alice, bob)];
}

describe('what narrows a search', () => {
  it('is the conversation, the sender, the time, alone and together', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const withBob = await startConversation(alice, bob);
    const group = await startConversation(alice, bob, carol);
    const first = await say(alice, withBob, 'tea one');
    await say(bob, withBob, 'tea two');
    await say(bob, group, 'tea three');
    const last = await say(carol, group, 'tea four');
    const cases: [SearchParameters, string[]][] = [
      [{ q: 'tea' }, ['tea four', 'tea three', 'tea two', 'tea one']],
      [{ q: 'tea', conversation_id: withBob.id }, ['tea two', 'tea one']],
      [{ q: 'tea', from_user_id: bob.id }, ['tea three', 'tea two']],
      [{ from_user_id: bob.id, conversation_id: group.id }, ['tea three']],
      [{ q: 'two', from_user_id: alice.id }, []],
      [{ q: 'tea', sent_before: first.created_at }, []],
      [{ q: 'one', sent_after: first.created_at }, ['tea one']],
      [{ q: 'tea', sent_after: '2100-01-01T00:00:00+02:00' }, []],
      [{ q: 'four', sent_before: '2100-01-01T00:00:00Z' }, ['tea four']],
      [{ sent_after: last.created_at, conversation_id: group.id, q: 'four' }, ['tea four']],
      [{ q: 'tea', has_attachment: true }, []],
      [{ q: 'tea', from_user_id: randomUUID() }, []],
    ];
    for (const [query, contents] of cases) expect(await found(alice, query)).toEqual(contents);
    await indexed(server);
    for (const [query, contents] of cases) expect(await found(alice, query)).toEqual(contents);
  });

  it('is the page: the last message asks for older ones, each shown once', async () => {
    const [alice, bob, conversation] = await twoFriends();
    const contents = Array.from({ length: 7 }, (_, index) => `page ${String(index)}`);
    await sayAll(alice, conversation, contents.slice(0, 4));
    await indexed(server);
    await say(bob, conversation, 'page with a timer', { self_destruct_timer: 3_600 });
    await sayAll(alice, conversation, contents.slice(4));
    const seen: string[] = [];
    for (let before: string | undefined; ;) {
      const { body } = await search(bob, { q: 'page', limit: 3, ...(before && { before }) });
      seen.push(...body.map(({ message }) => message.content));
      before = body.at(-1)?.message.id;
      if (body.length < 3) break;
    }
    const expected = [...contents.slice(0, 4), 'page with a timer', ...contents.slice(4)];
    expect(seen).toEqual(expected.reverse());
  });

  it('is that a file comes with it, until it is deleted', async () => {
    const [alice, bob, conversation] = await twoFriends();
    const attach = async () => (await upload(server.url, alice, someBytes(100))).id;
    await say(alice, conversation, 'the plan, in words');
    const withText = await say(alice, conversation, 'the plan, drawn', {
      attachments: [await attach()],
    });
    await say(alice, conversation, 'the plan that burns', {
      attachments: [await attach()],
      self_destruct_timer: 3_600,
    });
    const expectWithFile = async () => {
      const both = ['the plan that burns', 'the plan, drawn'];
      expect(await found(bob, { q: 'plan', has_attachment: true })).toEqual(both);
      expect(await found(bob, { has_attachment: true })).toEqual(both);
      expect(await found(bob, { q: 'words', has_attachment: true })).toEqual([]);
    };
    await expectWithFile();
    await indexed(server);
    await expectWithFile();
    await alice.delete(`/messages/messages/${withText.id}`);
    expect(await found(bob, { has_attachment: true })).toEqual(['the plan that burns']);
  });
});
