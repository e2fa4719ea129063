import { expect, it } from 'vitest';
import { ChatClient, newDeviceKey, VolatileMemory } from '#client/chat-client.ts';
import { eventually } from '../../support/eventually.ts';
import { outsideAddresses } from '../../support/outside-addresses.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { password, rest, say, signUp, startConversation } from '../../support/rest.ts';
import { startServerForTest } from '../../support/test-server.ts';

const outside = outsideAddresses();

interface Scrape {
  status: number;
  type: string | null;
  text: string;
  /** By name and labels, as they stand in a line. */
  values: Map<string, number>;
}

async function scrape(url: string, headers: Record<string, string> = {}): Promise<Scrape> {
  const response = await fetch(`${url}/metrics`, { headers });
  const text = await response.text();
  const values = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, series, value] = /^([a-z_0-9]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    if (series !== undefined) values.set(series, Number(value));
  }
  return { status: response.status, type: response.headers.get('content-type'), text, values };
}

const sendRoute = 'method="POST",route="/api/v1/messages/conversations/{conversation_id}/messages"';

it('counts what goes on, in the format that Prometheus reads', async () => {
  const { url } = await startServerForTest();
  const [alice, bob] = await newFriends(url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  await openSockets(url, alice);
  const sealed = new ChatClient({
    ...{ url, deviceName: 'laptop', memory: new VolatileMemory() },
    sealed: { deviceKey: newDeviceKey(), expectedServerKey: null },
  });
  await sealed.login({ username: bob.username, password });
  for (let sent = 0; sent < 3; sent += 1) await say(alice, conversation, 'good morning');
  await rest(url, 'POST', '/auth/login', { json: { username: 'alice', password: 'not it' } });
  await rest(url, 'GET', '/nowhere');

  const { status, type, text, values } = await scrape(url);
  expect(status).toBe(200);
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  const line = /^(# (HELP|TYPE) \S+ .+|[a-zA-Z_:][\w:]*(\{\w+="[^"]*"(,\w+="[^"]*")*\})? \S+|)$/;
  for (const each of text.split('\n')) expect(each).toMatch(line);

  const count = (series: string) => values.get(`future_talk_${series}`);
  expect(count('sends_total')).toBe(3);
  expect(count(`requests_total{${sendRoute},status="2xx"}`)).toBe(3);
  expect(count(`request_duration_seconds_count{${sendRoute}}`)).toBe(3);
  expect(count(`request_duration_seconds_bucket{le="+Inf",${sendRoute}}`)).toBe(3);
  expect(count('requests_total{method="",route="",status="4xx"}')).toBe(1);
  expect(count('refusals_total{code="CREDENTIALS_INVALID"}')).toBe(1);
  expect(count('sockets_open{kind="plain"}')).toBe(1);
  expect(count('sockets_open{kind="sealed"}')).toBe(1);
  expect(count('handshakes_total{outcome="completed"}')).toBe(1);
  expect(count('people_online')).toBe(1);
  expect(count('commit_operations_count')).toBeGreaterThan(3);
  expect(count('commit_duration_seconds_sum')).toBeGreaterThan(0);
  expect(count('writer_waiting')).toBe(0);
  expect(count('uploads_underway')).toBe(0);
  expect(count('database_bytes')).toBeGreaterThan(0);
  expect(count('write_ahead_log_bytes')).toBeGreaterThan(0);
  expect(count('attachment_bytes')).toBe(0);
  expect(count('disk_free_bytes')).toBeLessThan(count('disk_bytes') ?? 0);
  expect(count('damaged_tables')).toBe(0);
  expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(0);
  expect(values.get('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(values.get('process_open_fds')).toBeGreaterThan(0);
  expect(values.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  await sealed.close();
  await eventually(async () => {
    const later = await scrape(url);
    expect(later.values.get('future_talk_sockets_open{kind="sealed"}')).toBe(0);
    expect(later.values.get('future_talk_index_lag_messages')).toBe(0);
  });
});

it('tells nobody’s name, no id, no token and no word', async () => {
  const { url } = await startServerForTest();
  const [alice, bob] = await newFriends(url, 'wilhelmina', 'ferdinand');
  const conversation = await startConversation(alice, bob);
  const message = await say(alice, conversation, 'marzipan');
  await alice.get(`/users/search?query=${bob.username}`);
  await rest(url, 'GET', `/messages/${message.id}/${bob.username}`);
  const { text } = await scrape(url);
  const secrets = [alice.username, bob.username, alice.id, conversation.id, message.id];
  for (const secret of [...secrets, alice.token, 'marzipan']) expect(text).not.toContain(secret);
});

it('answers administrators from anywhere, and without a token this computer alone', async () => {
  const { port, url } = await startServerForTest({ host: '0.0.0.0', plainApi: true });
  const admin = await signUp(url, 'admin');
  const member = await signUp(url, 'member');
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  for (const address of ['127.0.0.1', ...outside]) {
    const from = `http://${address}:${String(port)}`;
    expect((await scrape(from, bearer(admin.token))).status).toBe(200);
    expect((await scrape(from, bearer(member.token))).status).toBe(403);
    expect((await scrape(from, bearer('none'))).status).toBe(401);
  }
  for (const address of outside) {
    const { status, text } = await scrape(`http://${address}:${String(port)}`);
    expect(status).toBe(401);
    expect(text).toContain('"UNAUTHORIZED"');
  }
  // A proxy on this computer speaks for others.
  for (const header of ['forwarded', 'x-forwarded-for']) {
    expect((await scrape(url, { [header]: '192.0.2.1' })).status).toBe(401);
  }
});
