import { expect, it } from 'vitest';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople } from '../../support/people.ts';
import { password, rest, startConversation } from '../../support/rest.ts';
import type { RestAnswer } from '../../support/rest.ts';
import { startServerForTest } from '../../support/test-server.ts';

const generous = { requests: 1_000_000, seconds: 1 };

/** A 429 that says when to come back: whole seconds, no more than the limit's own. */
function expectLimited(answer: RestAnswer, withinSeconds: number): void {
  expectError(answer, 429, 'RATE_LIMITED');
  const retryAfter = answer.headers.get('retry-after') ?? '';
  expect(retryAfter).toMatch(/^[1-9]\d*$/);
  expect(Number(retryAfter)).toBeLessThanOrEqual(withinSeconds);
}

it('slows guessing at one account, and nobody else', async () => {
  const login = { requests: 3, seconds: 60 };
  const { url } = await startServerForTest({
    allowances: { login, registration: generous, send: generous },
  });
  const [alice, bob] = await newPeople(url, 'alice', 'bob');
  const attempt = (username: string, guess: string) =>
    rest(url, 'POST', '/auth/login', { json: { username, password: guess } });
  for (const guess of ['first guess', 'second guess', 'third guess']) {
    expectError(await attempt(alice.username, guess), 401, 'CREDENTIALS_INVALID');
  }
  // The right one is not tried either: else an answer would tell a guesser that it was.
  expectLimited(await attempt(alice.username, password), 60);
  expectLimited(await attempt(alice.username.toUpperCase(), password), 60);
  expect((await attempt(bob.username, password)).status).toBe(200);
  expect((await alice.get('/auth/me')).status).toBe(200);
});

it('slows guessing at the current password', async () => {
  const login = { requests: 2, seconds: 60 };
  const { url } = await startServerForTest({
    allowances: { login, registration: generous, send: generous },
  });
  const [alice, bob] = await newPeople(url, 'alice', 'bob');
  const change = (guess: string) => ({ current_password: guess, new_password: 'a new battery' });
  for (const guess of ['first guess', 'second guess']) {
    expectError(await alice.post('/auth/password', change(guess)), 403, 'PASSWORD_WRONG');
  }
  expectLimited(await alice.post('/auth/password', change(password)), 60);
  expect((await bob.post('/auth/password', change(password))).status).toBe(200);
});

it('slows registration from one address, and leaves who is in alone', async () => {
  const registration = { requests: 2, seconds: 60 };
  const { url } = await startServerForTest({
    allowances: { registration, login: generous, send: generous },
  });
  const [alice] = await newPeople(url, 'alice', 'bob');
  const json = { username: 'carol', password };
  expectLimited(await rest(url, 'POST', '/auth/register', { json }), 60);
  const login = { username: alice.username, password };
  expect((await rest(url, 'POST', '/auth/login', { json: login })).status).toBe(200);
});

it('slows sending, per person, and takes messages again when the time is over', async () => {
  const send = { requests: 5, seconds: 10 };
  const { url } = await startServerForTest({
    allowances: { send, login: generous, registration: generous },
  });
  const [alice, bob] = await newFriends(url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const path = `/messages/conversations/${conversation.id}/messages`;
  const burst = await Promise.all(
    Array.from({ length: 12 }, (_, index) => alice.post(path, { content: String(index) })),
  );
  const refused = burst.filter(({ status }) => status !== 201);
  // One more is earned every two seconds, should the burst take so long.
  expect(refused.length).toBeGreaterThanOrEqual(2);
  for (const answer of refused) expectLimited(answer, 2);
  expect((await bob.post(path, { content: 'Not slowed' })).status).toBe(201);
  expect((await alice.get(path)).body).toHaveLength(12 - refused.length + 1);

  let again = await alice.post(path, { content: 'Patient' });
  while (again.status === 429) again = await alice.post(path, { content: 'Patient' });
  expect(again.status).toBe(201);
});

it('counts only what was worth an attempt: a request that is not valid costs nothing', async () => {
  const login = { requests: 1, seconds: 60 };
  const { url } = await startServerForTest({
    allowances: { login, registration: generous, send: generous },
  });
  const [alice] = await newPeople(url, 'alice');
  const { username } = alice;
  const invalid = () => rest(url, 'POST', '/auth/login', { json: { username } });
  for (let count = 0; count < 3; count += 1) {
    expectError(await invalid(), 422, 'VALIDATION_ERROR');
  }
  const json = { username, password };
  expect((await rest(url, 'POST', '/auth/login', { json })).status).toBe(200);
});
