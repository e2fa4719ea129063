import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { password, rest, say, startConversation } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';

interface LogLine {
  level: number;
  requestId?: string;
  path?: string;
  status?: number;
}

it('logs every request by its id, and no word, name, file, code or token, at any level', async () => {
  const server = await listeningServer(folderForTest(), { options: ['--log-level', 'trace'] });
  const { url } = server;
  const [alice, bob] = await newFriends(url, 'wilhelmina', 'ferdinand');
  const [socket] = await openSockets(url, bob);
  const conversation = await startConversation(alice, bob);
  const message = await say(alice, conversation, 'marzipan und lebkuchen');
  await socket.next('new_message');
  await alice.put(`/messages/${message.id}`, { content: 'stollen' });
  await bob.get('/messages/search?q=stollen');
  await bob.get(`/users/search?query=${alice.username}`);
  await bob.post(`/messages/${message.id}/reactions`, { emoji: '🍪' });
  const { body: invite } = await alice.post<{ code: string }>('/invites', {});
  await alice.delete(`/invites/${invite.code}`);
  const form = new FormData();
  form.append('file', new Blob(['zimtsterne']), 'geheimrezept.txt');
  await fetch(`${url}/api/v1/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${alice.token}` },
    body: form,
  });
  await rest(url, 'POST', '/auth/login', { json: { username: bob.username, password: 'falsch' } });
  await rest(url, 'POST', '/auth/register', { json: { username: 'Unmöglich', password } });
  await rest(url, 'POST', '/auth/login', { raw: '{"username": "zerbrochen' });
  await rest(url, 'GET', '/auth/me', { token: 'kein-echtes-token' });
  const own = 'the-last-one';
  await rest(url, 'GET', `/friends/${bob.id}`, { headers: { 'X-Request-Id': own } });

  const lines = () => {
    const whole = server.process.stderr.split('\n').slice(0, -1);
    return whole.map((line) => JSON.parse(line) as LogLine);
  };
  await eventually(() => {
    expect(lines().some(({ requestId }) => requestId === own)).toBe(true);
  });
  const answered = lines().filter(({ status }) => status !== undefined);
  expect(answered.length).toBeGreaterThan(15);
  for (const { requestId } of answered) expect(requestId).toMatch(/^[\w.-]+$/);
  expect(answered.some(({ path }) => path === '/api/v1/messages/search')).toBe(true);
  const secrets = [
    ...['marzipan', 'lebkuchen', 'stollen', 'zimtsterne', 'geheimrezept', '🍪'],
    ...['falsch', password, 'Unmöglich', 'zerbrochen', 'kein-echtes-token', invite.code],
    ...[alice, bob].flatMap(({ username, token, refreshToken }) => [username, token, refreshToken]),
  ];
  for (const secret of secrets) expect(server.process.stderr).not.toContain(secret);
});
