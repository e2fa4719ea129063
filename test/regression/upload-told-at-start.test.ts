import path from 'node:path';
import { expect, it } from 'vitest';
import type { ConversationId } from '#protocol/identifiers.ts';
import { ChosenFiles } from '../../src/main/attachments/chosen-files.ts';
import { OutgoingFiles } from '../../src/main/attachments/outgoing-files.ts';
import type { StoredMessage } from '../../src/main/attachments/outgoing-store.ts';
import { RememberingLog } from '../unit/main/support/remembering-log.ts';
import { makeTemporaryFolder } from '../unit/main/support/temporary-folder.ts';

const conversation = '0b4a3f2e-0000-4000-8000-000000000001' as ConversationId;

/** A paused upload says nothing by itself. */
const waiting: StoredMessage = {
  client_message_id: 'waiting',
  conversation_id: conversation,
  content: 'with a film',
  reply_to_message_id: null,
  self_destruct_timer: null,
  created_at: '2026-01-01T00:00:00.000Z',
  isPaused: true,
  parts: [],
};

// The window is open before the app has read what waited for its files: the list that it had got
// was without them, and they were not shown until the conversation was opened once more.
it('what waits for its files is told when it is known, to a window that has asked before', async () => {
  const told: unknown[] = [];
  const files = new OutgoingFiles({
    store: { load: () => Promise.resolve([waiting]), save: () => Promise.resolve() },
    chosen: new ChosenFiles({
      folder: path.join(await makeTemporaryFolder(), 'to-send'),
      maxBytes: () => 1,
    }),
    send: (name, event) => {
      told.push([name, event]);
    },
    log: new RememberingLog(),
  });
  const client = { attachments: {} } as never;
  const used = files.use({ serverKey: 'key', accountId: 'anna' }, client);
  expect(files.list(conversation)).toEqual([]);
  await used;
  expect(told).toMatchObject([['outgoingChanged', { client_message_id: 'waiting' }]]);
  expect(files.list(conversation)).toHaveLength(1);
});
