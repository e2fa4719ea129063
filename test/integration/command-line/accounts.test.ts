import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ManagedUser } from '#protocol/admin.ts';
import { parseInviteLink } from '#protocol/invite-link.ts';
import { answerOf, expectRefused, runCommand } from '../../support/commands.ts';
import { eventually } from '../../support/eventually.ts';
import { personAt, rest, signUp } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { TestSocket } from '../../support/socket.ts';
import { modeOf } from '../../support/stored-bytes.ts';

interface Added {
  user: ManagedUser;
  password?: string;
}

async function signIn(url: string, username: string, password: string): Promise<number> {
  return (await rest(url, 'POST', '/auth/login', { json: { username, password } })).status;
}

async function register(url: string, username: string, invite_code?: string): Promise<number> {
  const json = { username, password: 'correct horse battery', invite_code };
  return (await rest(url, 'POST', '/auth/register', { json })).status;
}

it('accounts are made, shut out and let in while the server runs', async () => {
  const folder = folderForTest();
  const at = ['--data', folder];
  const { url, process: server } = await listeningServer(folder, {
    options: ['--registration', 'closed'],
  });
  const founder = await answerOf<Added>(['user', 'add', 'Anna', ...at]);
  expect(founder.user).toMatchObject({ username: 'anna', is_admin: true });
  expect(await signIn(url, 'anna', founder.password ?? '')).toBe(200);

  const secret = 'a long walk on the beach';
  const options = ['--display-name', 'Bob B.', '--password-stdin', ...at];
  const bob = await answerOf<Added>(['user', 'add', 'bob', ...options], `${secret}\n`);
  expect(bob).not.toHaveProperty('password');
  expect(bob.user).toMatchObject({ display_name: 'Bob B.', is_admin: false });
  const { body } = await rest<{ access_token: string }>(url, 'POST', '/auth/login', {
    json: { username: 'bob', password: secret },
  });
  const socket = await TestSocket.open(url, body.access_token);

  expect((await runCommand(['user', 'list', ...at])).stdout).toMatch(/^bob {2}Bob B\. {2}online$/m);
  expect((await runCommand(['user', 'disable', 'bob', ...at])).stdout).toBe('bob is shut out.\n');
  await eventually(() => {
    expect(socket.closed).toBeDefined();
  });
  expect(await signIn(url, 'bob', secret)).toBe(403);
  expect((await runCommand(['user', 'list', ...at])).stdout).toMatch(/Bob B\. {2}disabled, seen 2/);
  await answerOf(['user', 'enable', 'bob', ...at]);
  expect(await signIn(url, 'bob', secret)).toBe(200);
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
});

it('a new password ends every session, and is told once', async () => {
  const folder = folderForTest();
  const at = ['--data', folder];
  const { url, process: server } = await listeningServer(folder);
  const alice = await signUp(url, 'alice');
  const socket = await TestSocket.open(url, alice.token);
  const told = await runCommand(['user', 'reset-password', 'alice', ...at]);
  const [, password = ''] = /shown this once: (\S+)/.exec(told.stdout) ?? [];
  expect(password).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  await eventually(() => {
    expect(socket.closed).toBeDefined();
  });
  expect((await personAt(url, alice).get('/auth/me')).status).toBe(401);
  expect(await signIn(url, 'alice', password)).toBe(200);
  await server.stop();
});

it('works on the database itself while no server runs, and begins one', async () => {
  const folder = folderForTest();
  const at = ['--data', folder];
  await expectRefused(['user', 'list', ...at], /^There is no database in/, { folder });
  const anna = await answerOf<Added>(['user', 'add', 'anna', ...at]);
  expect(anna.user.is_admin).toBe(true);
  const helper = await answerOf<Added>(['user', 'add', 'helper', '--admin', ...at]);
  expect(helper.user.is_admin).toBe(true);
  await answerOf(['user', 'disable', 'helper', ...at]);
  const server = await listeningServer(folder);
  expect(await signIn(server.url, 'anna', anna.password ?? '')).toBe(200);
  expect(await signIn(server.url, 'helper', helper.password ?? '')).toBe(403);

  // A server that was killed leaves its channel's file behind, which leads nowhere.
  await server.process.stop('SIGKILL');
  expect(existsSync(join(folder, 'local-admin.json'))).toBe(true);
  await answerOf(['user', 'enable', 'helper', ...at]);
  const { users } = await answerOf<{ users: ManagedUser[] }>(['user', 'list', ...at]);
  expect(users.map(({ username, disabled }) => [username, disabled])).toEqual([
    ['anna', false],
    ['helper', false],
  ]);
});

it('invites let in as many as they say, also before there is an account', async () => {
  const folder = folderForTest();
  const at = ['--data', folder, '--host', '127.0.0.1'];
  const first = await answerOf<{ link: string; code: string }>(['invite', '--data', folder]);
  const { url, process: server } = await listeningServer(folder, {
    options: ['--registration', 'invite', '--no-announce', ...at.slice(2)],
  });
  expect(parseInviteLink(first.link)).toMatchObject({ code: first.code, port: 8000 });
  expect(await register(url, 'anna', first.code)).toBe(201);
  const words = ['invite', '--uses', '1', '--expires', '12h', '--data', folder];
  const made = await answerOf<{ link: string; code: string; expires_at: string }>(words);
  expect(parseInviteLink(made.link).port).toBe(Number(new URL(url).port));
  const hours = (Date.parse(made.expires_at) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(11.5);
  expect(hours).toBeLessThanOrEqual(12);
  expect(await register(url, 'bob', made.code)).toBe(201);
  expect(await register(url, 'carol', made.code)).toBe(403);
  await server.stop();
});

it('refuses what means nothing, with nothing changed', async () => {
  const folder = folderForTest();
  const at = ['--data', folder];
  const { process: server } = await listeningServer(folder);
  await expectRefused(['user', 'add', ...at], /^Say whose account: NAME$/m);
  await expectRefused(['user', 'add', 'a b', ...at], /^A name must be 3 to 32 characters/);
  await expectRefused(['user', 'add', 'anna', '--password', 'x', ...at], /^Unknown option/);
  const fromInput = ['user', 'add', 'anna', '--password-stdin', ...at];
  await expectRefused(fromInput, /^The password /, { input: 'short\n' });
  await expectRefused(fromInput, /^No password came on standard input$/m);
  await expectRefused(['user', 'disable', 'nobody', ...at], /not/i);
  await expectRefused(['invite', '--uses', '0', ...at], /^--uses /);
  await expectRefused(['invite', '--expires', 'soon', ...at], /^--expires takes a time such as/);
  expect((await answerOf<{ users: unknown[] }>(['user', 'list', ...at])).users).toEqual([]);
  await server.stop();
});

it('nobody is heard on the channel without what stands in its file', async () => {
  const folder = folderForTest();
  const { process: server } = await listeningServer(folder);
  const file = join(folder, 'local-admin.json');
  expect(modeOf(file)).toBe('600');
  const channel = JSON.parse(readFileSync(file, 'utf8')) as { url: string; token: string };
  const ask = (path: string, authorization: string, body: string) =>
    fetch(`${channel.url}/${path}`, { method: 'POST', headers: { authorization }, body });
  const right = `Bearer ${channel.token}`;
  expect((await ask('list-users', right, '{}')).status).toBe(200);
  for (const wrong of ['', 'Bearer ', `${right}x`, right.slice(0, -1)]) {
    expect((await ask('list-users', wrong, '{}')).status).toBe(401);
  }
  expect((await ask('constructor', right, '{}')).status).toBe(404);
  expect((await ask('invite', right, '{"max_uses":"many"}')).status).toBe(422);
  expect((await ask('invite', right, 'nonsense')).status).toBe(422);
  expect((await ask('invite', right, 'x'.repeat(20_000))).status).toBe(413);

  // Whoever put another address there learns no token that is good for anything else.
  writeFileSync(file, JSON.stringify({ ...channel, token: 'x'.repeat(43) }));
  await expectRefused(['user', 'list', '--data', folder], /does not answer here/);
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(file)).toBe(false);
});
