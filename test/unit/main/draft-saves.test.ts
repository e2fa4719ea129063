import { describe, expect, it } from 'vitest';
import { ClientError } from '#client/chat-client.ts';
import type { Draft } from '#protocol/drafts.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import { DraftSaves } from '../../../src/main/session/draft-saves.ts';
import type { KeptDrafts } from '../../../src/main/session/draft-saves.ts';
import { cachesIn } from './cache/support/caches.ts';
import { FakeClient } from './support/fake-client.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const lathe = 'lathe' as ConversationId;
const mill = 'mill' as ConversationId;
const text = (conversation_id: ConversationId, content: string) => ({ conversation_id, content });

function makeSaves(kept: KeptDrafts | null = null) {
  const client = new FakeClient('http://office:8000');
  const saves = new DraftSaves(new RememberingLog(), () => kept);
  saves.attach(client.asClient());
  const sent = () =>
    client.requests.map(({ input }) => {
      const { params, body } = input as {
        params: { conversation_id: string };
        body: { content: string };
      };
      return `${params.conversation_id}: ${body.content}`;
    });
  return { client, saves, sent };
}

const cannotReach = () => {
  throw new ClientError('UNREACHABLE', 'Cannot reach it');
};

describe('what the person has begun to write', () => {
  it('is sent one after another, of each conversation the newest', async () => {
    const { saves, sent } = makeSaves();
    saves.save(text(lathe, 'O'));
    saves.save(text(lathe, 'On'));
    saves.save(text(mill, 'T'));
    saves.save(text(lathe, 'One'));
    await saves.settled();
    expect(sent().filter((each) => each.startsWith('mill'))).toEqual(['mill: T']);
    expect(sent().at(0)).toBe('lathe: O');
    expect(sent()).toContain('lathe: One');
    expect(sent()).not.toContain('lathe: On');
  });

  it('waits for the connection, and is then what it last was', async () => {
    const { client, saves, sent } = makeSaves();
    client.answer = cannotReach;
    saves.save(text(lathe, 'One'));
    await saves.settled();
    saves.save(text(lathe, 'Two'));
    await saves.settled();
    client.answer = () => ({});
    client.emit('connection', { status: 'online' });
    await saves.settled();
    expect(sent()).toEqual(['lathe: One', 'lathe: Two', 'lathe: Two']);
    client.emit('connection', { status: 'online' });
    await saves.settled();
    expect(sent()).toHaveLength(3);
  });

  it('is listed before the server knows it', async () => {
    const { client, saves } = makeSaves();
    client.answer = cannotReach;
    saves.save(text(lathe, 'Newer'));
    await saves.settled();
    const known = [text(lathe, 'Older'), text(mill, 'Another')] as Draft[];
    const drafts = await saves.list(() => Promise.resolve(known));
    expect(drafts.map(({ content }) => content).sort()).toEqual(['Another', 'Newer']);
  });

  it('survives the app until the server has been told', async () => {
    const cache = await cachesIn(await makeTemporaryFolder()).open();
    const before = makeSaves(cache);
    before.client.answer = cannotReach;
    before.saves.save(text(lathe, 'One'));
    before.saves.save({ ...text(mill, 'Two'), self_destruct_timer: 60 });
    await before.saves.settled();

    const after = makeSaves(cache);
    after.saves.reset();
    expect(await after.saves.list(() => Promise.resolve([]))).toHaveLength(2);
    after.client.emit('connection', { status: 'online' });
    await after.saves.settled();
    expect(after.sent().sort()).toEqual(['lathe: One', 'mill: Two']);
    expect(cache.unsavedDrafts()).toEqual([]);
    // The newest was sent first.
    expect(cache.drafts.list({ unsaved: false })).toMatchObject([
      { content: 'Two', self_destruct_timer: 60 },
      { content: 'One' },
    ]);
    cache.close();
  });

  it('of one person is never saved as that of another', async () => {
    const { client, saves, sent } = makeSaves();
    client.answer = cannotReach;
    saves.save(text(lathe, 'Mine'));
    await saves.settled();
    saves.reset();
    client.answer = () => ({});
    client.emit('connection', { status: 'online' });
    await saves.settled();
    expect(sent()).toHaveLength(1);
  });
});
