import { expect, it } from 'vitest';
import { expectError } from '../support/error-answer.ts';
import { newFriends } from '../support/people.ts';
import { startConversation } from '../support/rest.ts';
import { startServerForTest } from '../support/test-server.ts';

// A rule over the whole message looked into what was no object: 500.
it.each([null, 7, 'text', true, []])('a message that is %j is not valid', async (body) => {
  const { url } = await startServerForTest();
  const [alice, bob] = await newFriends(url, 'alice', 'bob');
  const { id } = await startConversation(alice, bob);
  const path = `/messages/conversations/${id}/messages`;
  expectError(await alice.post(path, body), 422, 'VALIDATION_ERROR');
  expect((await alice.get(path)).body).toEqual([]);
});
