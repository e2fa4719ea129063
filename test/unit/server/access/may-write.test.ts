import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ConversationId, SessionId, UserId } from '#protocol/identifiers.ts';
import { messageDraft } from '#protocol/messages.ts';
import { Database } from '#server/db/database.ts';
import { messagesRepository } from '#server/messages/messages.repository.ts';
import { folderForTest } from '../../../support/server-process.ts';

it('who has been removed since the request came writes nothing', async () => {
  const file = join(folderForTest(), 'future-talk.db');
  const database = await Database.open({ file, key: randomBytes(32) });
  onTestFinished(() => database.close());
  const messages = database.repository(messagesRepository);
  const input = {
    conversationId: '018f0000-0000-7000-8000-0000000000c1' as ConversationId,
    senderId: '018f0000-0000-7000-8000-00000000000a' as UserId,
    sessionId: '018f0000-0000-7000-8000-00000000005e' as SessionId,
    draft: messageDraft.parse({ content: 'too late' }),
  };
  await expect(messages.send(input)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
});
