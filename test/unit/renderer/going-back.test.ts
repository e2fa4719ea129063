import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Chat } from '../../../src/renderer/app/chat.ts';
import { installFakeBridge } from './support/fake-bridge.ts';
import { conversation, messageId, ownId, roomId } from './support/samples.ts';

let chat: Chat;

/** An app that was left far back in a conversation, and knows its list from then. */
beforeEach(async () => {
  vi.useFakeTimers();
  installFakeBridge({
    listConversations: ({ archived }) => (archived ? [] : [conversation()]),
    listFriends: () => [],
    listFriendRequests: () => ({ incoming: [], outgoing: [] }),
    listDrafts: () => [],
    setReadingPlace: () => undefined,
    getReadingPlace: () => ({
      conversation_id: roomId,
      message_id: messageId(1),
      offset_px: 0,
      newest_seq: 1,
    }),
  });
  chat = new Chat(ownId);
  chat.begin();
  chat.firstAttempt.connectionIs({ status: 'connecting' });
  await vi.advanceTimersByTimeAsync(100);
});

afterEach(() => {
  vi.useRealTimers();
});

// Seen by a restart's e2e test on a busy computer: what had come meanwhile came after the old place was shown.
test('nobody is brought to the old place before it is known what is new', async () => {
  expect(chat.conversations.status).toBe('ready');
  expect(chat.navigation.view.name).toBe('none');
  chat.firstAttempt.connectionIs({ status: 'online' });
  await vi.advanceTimersByTimeAsync(0);
  expect(chat.navigation.conversationId).toBe(roomId);
});

test('without the server it is the old place at once', async () => {
  chat.firstAttempt.connectionIs({ status: 'waiting', retryAt: 0 });
  await vi.advanceTimersByTimeAsync(0);
  expect(chat.navigation.conversationId).toBe(roomId);
});

test('a server that does not answer is not waited for long', async () => {
  await vi.advanceTimersByTimeAsync(5_000);
  expect(chat.navigation.conversationId).toBe(roomId);
});
