import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Bot, MadeBot } from '#protocol/bots.ts';
import type { Message } from '#protocol/messages.ts';
import { ChatClient, newDeviceKey, VolatileMemory } from '#client/chat-client.ts';
import { botAt, everyScope, newBot } from '../../support/bots.ts';
import { expectError, expectInvalid } from '../../support/error-answer.ts';
import { folderWithClient } from '../../support/installed-client.ts';
import { uniqueName } from '../../support/people.ts';
import { password, rest, say, signUp, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { TestSocket } from '../../support/socket.ts';
import { startServer, startServerForTest, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

const repository = join(import.meta.dirname, '../../..');
let server: TestServer;
let admin: TestPerson;
let alice: TestPerson;

beforeAll(async () => {
  server = await startServer();
  admin = await signUp(server.url, 'founder');
  alice = await signUp(server.url, 'alice');
});
afterAll(() => stopServer(server));

/** Alice makes friends with a new bot, and talks to it. */
async function botWithAlice(scopes = everyScope) {
  const bot = await newBot(server.url, admin, uniqueName('helper'), scopes);
  const asked = await alice.post('/friends/requests', { user_id: bot.id });
  expect(asked.status).toBe(200);
  return { bot, conversation: await startConversation(alice, bot) };
}

it('is made by an administrator, and its token is told once', async () => {
  const bot = await newBot(server.url, admin, 'deploy', ['messages:write']);
  expect(bot.username).toBe('deploy[bot]');
  expect(bot.token).toMatch(/^future-talk-bot-[\w-]{43}$/);
  const { body } = await admin.get<Bot[]>('/admin/bots');
  expect(body.find(({ user }) => user.id === bot.id)).toEqual(bot.bot);
  expect(JSON.stringify(body)).not.toContain(bot.token);
  const taken = await admin.post('/admin/bots', { name: 'deploy', scopes: ['messages:read'] });
  expectError(taken, 409, 'USERNAME_TAKEN');
  expectError(await alice.post('/admin/bots', { name: 'mine', scopes: [] }), 403, 'FORBIDDEN');
  expectError(await alice.get('/admin/bots'), 403, 'FORBIDDEN');
  expectError(await alice.delete(`/admin/bots/${bot.id}`), 403, 'FORBIDDEN');
});

it('has scopes that there are, each once, and at least one', async () => {
  const make = (scopes: unknown) => admin.post('/admin/bots', { name: 'odd', scopes });
  for (const scopes of [[], ['messages:everything'], ['messages:read', 'messages:read'], 'all']) {
    expectInvalid(await make(scopes), 'body.scopes');
  }
  expectInvalid(
    await admin.post('/admin/bots', { name: 'a[bot]', scopes: ['messages:read'] }),
    'body.name',
  );
});

it('no person can have a name that ends as a bot’s does', async () => {
  const json = { username: 'ann[bot]', password };
  expectInvalid(await rest(server.url, 'POST', '/auth/register', { json }), 'body.username');
});

it('may do what its scopes say, and nothing else', async () => {
  const { bot, conversation } = await botWithAlice(['messages:write']);
  const path = `/messages/conversations/${conversation.id}`;
  expect((await bot.post(`${path}/messages`, { content: 'Done' })).status).toBe(201);
  expect((await bot.get('/auth/me')).body).toMatchObject({
    username: bot.username,
    is_admin: false,
  });
  for (const refused of [
    await bot.get(`${path}/messages`),
    await bot.get(path),
    await bot.get('/messages/sync'),
    await bot.get('/users'),
    await bot.patch('/auth/me', { display_name: 'Alice' }),
    await bot.post('/auth/logout'),
    await bot.get('/auth/sessions'),
    await bot.get('/admin/bots'),
    await bot.post('/friends/requests', { user_id: admin.id }),
  ]) {
    expectError(refused, 403, 'SCOPE_MISSING');
  }
  await expect(TestSocket.open(server.url, bot.token)).rejects.toThrow();
});

it('on a socket hears what concerns it, and may send what its scopes say', async () => {
  const { bot, conversation } = await botWithAlice(['events:read']);
  const socket = await TestSocket.open(server.url, bot.token);
  onTestFinished(() => {
    socket.close();
  });
  await say(alice, conversation, 'Are you there?');
  const { message } = await socket.next('new_message');
  expect(message).toMatchObject({ content: 'Are you there?', sender_username: 'alice' });
  socket.send('join_conversation', { conversation_id: conversation.id });
  expect(await socket.next('error')).toMatchObject({ error_code: 'SCOPE_MISSING' });
});

it('is shut out at once when it is revoked, and its name may be given a new token', async () => {
  const { bot } = await botWithAlice();
  const socket = await TestSocket.open(server.url, bot.token);
  const { body: revoked } = await admin.delete<Bot>(`/admin/bots/${bot.id}`);
  expect(revoked.revoked_at).not.toBeNull();
  expect(await socket.next('session_ended')).toMatchObject({ reason: 'account_disabled' });
  expect((await socket.whenClosed()).code).toBe(4401);
  expectError(await bot.get('/auth/me'), 401, 'TOKEN_INVALID');
  const { body: still } = await admin.delete<Bot>(`/admin/bots/${bot.id}`);
  expect(still.revoked_at).toBe(revoked.revoked_at);

  const name = bot.username.replace('[bot]', '');
  const { body } = await admin.post<MadeBot>('/admin/bots', { name, scopes: ['people:read'] });
  expect(body.bot).toMatchObject({
    user: { id: bot.id },
    scopes: ['people:read'],
    revoked_at: null,
  });
  expectError(await bot.get('/auth/me'), 401, 'TOKEN_INVALID');
  const again = botAt(server.url, body);
  expect((await again.get('/auth/me')).status).toBe(200);
  expectError(await again.get('/messages/sync'), 403, 'SCOPE_MISSING');
});

it('that is disabled as accounts are has no token any more', async () => {
  const bot = await newBot(server.url, admin, uniqueName('idle'), everyScope);
  const path = `/admin/users/${bot.id}`;
  expect((await admin.patch(path, { disabled: true })).status).toBe(200);
  expectError(await bot.get('/auth/me'), 401, 'TOKEN_INVALID');
  await admin.patch(path, { disabled: false });
  expectError(await bot.get('/auth/me'), 401, 'TOKEN_INVALID');
});

it('has no password, and is not the first person', async () => {
  const { url, localAdmin } = await startServerForTest({ registration: 'invite' });
  const made = await localAdmin.run('add-bot', { name: 'early', scopes: ['people:read'] });
  for (const guess of ['early', ' ', 'early[bot]']) {
    const json = { username: 'early[bot]', password: guess };
    expectError(await rest(url, 'POST', '/auth/login', { json }), 401, 'CREDENTIALS_INVALID');
  }
  expect((await botAt(url, made).get('/auth/me')).body).toMatchObject({ is_admin: false });
  const first = await signUp(url, 'first');
  expect((await first.get('/auth/me')).body).toMatchObject({ is_admin: true });
});

it('is the same after a restart; one that was revoked is not', async () => {
  const first = await startServer();
  const founder = await signUp(first.url, 'founder');
  const kept = await newBot(first.url, founder, 'kept', ['people:read']);
  const gone = await newBot(first.url, founder, 'gone', ['people:read']);
  await founder.delete(`/admin/bots/${gone.id}`);
  await first.close();
  const { dataFolder, key } = first;
  const { url } = await startServerForTest({ dataFolder, unlock: () => key });
  const call = (token: string, path: string) => rest(url, 'GET', path, { token });
  expect((await call(kept.token, '/users')).status).toBe(200);
  expectError(await call(kept.token, '/messages/sync'), 403, 'SCOPE_MISSING');
  expectError(await call(gone.token, '/users'), 401, 'TOKEN_INVALID');
});

it('talks through a sealed channel', async () => {
  const { bot, conversation } = await botWithAlice();
  const client = new ChatClient({
    url: server.url,
    deviceName: 'a program',
    memory: new VolatileMemory(),
    sealed: { deviceKey: newDeviceKey(), expectedServerKey: null },
  });
  onTestFinished(() => client.close());
  expect(await client.useBotToken(bot.token)).toMatchObject({ username: bot.username });
  const heard = new Promise<Message>((resolve) => {
    client.on('event', (event) => {
      if (event.type === 'new_message') resolve(event.message);
    });
  });
  const online = new Promise<void>((resolve) => {
    client.on('connection', ({ status }) => {
      if (status === 'online') resolve();
    });
  });
  client.connect();
  await online;
  await say(alice, conversation, 'Over the channel');
  expect(await heard).toMatchObject({ content: 'Over the channel' });
  const ended = new Promise((resolve) => client.on('signedOut', resolve));
  await admin.delete(`/admin/bots/${bot.id}`);
  await ended;
});

/** An example of the documentation, started; answers once it says that it listens. */
async function example(file: string, token: string): Promise<void> {
  const { body } = await rest<{ public_key: string }>(server.url, 'GET', '/server');
  const env = {
    ...process.env,
    FUTURE_TALK_URL: server.url,
    FUTURE_TALK_BOT_TOKEN: token,
    FUTURE_TALK_SERVER_KEY: body.public_key,
  };
  const program = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    program.kill();
  });
  await once(program.stdout, 'data');
}

it('the example echo-bot.mjs of the documentation answers what it is told', async () => {
  const { bot, conversation } = await botWithAlice(['events:read', 'messages:write']);
  await example(join(repository, 'docs/examples/echo-bot.mjs'), bot.token);
  const socket = await TestSocket.open(server.url, alice.token);
  onTestFinished(() => {
    socket.close();
  });
  await say(alice, conversation, 'Hello, machine');
  const echo = await socket.next('new_message', ({ message }) => message.sender_id === bot.id);
  expect(echo.message.content).toBe('Hello, machine');
});

it('the typed client, installed from its archive, talks as a bot and as a person', async () => {
  const text = (file: string) => readFileSync(join(repository, file), 'utf8');
  const [, greeter = ''] = /^```ts\n([^]*?)^```$/m.exec(text('src/client/README.md')) ?? [];
  const folder = await folderWithClient({ greeter, bot: text('docs/examples/sealed-bot.ts') });
  const { bot } = await botWithAlice(['events:read', 'messages:write']);
  await example(join(folder, 'bot.js'), bot.token);
  const { body } = await rest<{ public_key: string }>(server.url, 'GET', '/server');
  const env = {
    ...process.env,
    ...{ SERVER: server.url, KEY: body.public_key },
    ...{ NAME: alice.username, PASSWORD: password },
  };
  const greeting = [join(folder, 'greeter.js')];
  const { stdout } = await promisify(execFile)(process.execPath, greeting, { env });
  expect(stdout).toBe(`${bot.username}: Hello\n`);
});
