import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import { everyMessage } from '../../support/conversation-history.ts';
import { eventually } from '../../support/eventually.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { personAt, rest, say, startConversation } from '../../support/rest.ts';
import type { RestAnswer, TestPerson } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';

interface Attempt {
  content: string;
  /** Undefined where the connection broke. */
  answer: RestAnswer<Message & { error_code?: string }> | undefined;
}

/** Sends one message after another until the server no longer takes them. */
async function sendUntilRefused(
  sender: TestPerson,
  conversationId: string,
  onAnswer: () => void,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (;;) {
    const content = `${sender.username} ${String(attempts.length)}`;
    const answer = await sender
      .post<Message>(`/messages/conversations/${conversationId}/messages`, { content })
      .catch(() => undefined);
    attempts.push({ content, answer });
    if (answer?.status !== 201) return attempts;
    onAnswer();
  }
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  'on %s finishes what it accepted, refuses the rest, and ends with 0',
  async (signal) => {
    const folder = folderForTest();
    const server = await listeningServer(folder);
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    let answered = 0;
    const onAnswer = () => {
      answered += 1;
      if (answered === 60) server.process.child.kill(signal);
    };
    const senders = Array.from({ length: 16 }, (_, index) =>
      sendUntilRefused(
        { ...(index % 2 === 0 ? alice : bob), username: `lane ${String(index)}` },
        conversation.id,
        onAnswer,
      ),
    );
    const attempts = (await Promise.all(senders)).flat();
    expect(await server.process.ended).toMatchObject({ code: 0, signal: null, stderr: '' });

    const accepted = attempts.filter(({ answer }) => answer?.status === 201);
    const refused = attempts.filter(({ answer }) => answer !== undefined && answer.status !== 201);
    expect(accepted.length).toBeGreaterThanOrEqual(60);
    for (const { answer } of refused) {
      expect(answer).toMatchObject({ status: 503, body: { error_code: 'SERVER_CLOSING' } });
      expect(answer?.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    const restarted = await listeningServer(folder);
    const stored = await everyMessage(personAt(restarted.url, alice), conversation.id);
    const contents = stored.map(({ content }) => content);
    expect(new Set(contents).size).toBe(contents.length);
    expect(contents).toEqual(expect.arrayContaining(accepted.map(({ content }) => content)));
    for (const { content } of refused) expect(contents).not.toContain(content);
  },
);

it('tells the sockets that it goes, and closes them with 4503', async () => {
  const server = await listeningServer(folderForTest());
  const people = await newFriends(server.url, 'alice', 'bob');
  const sockets = await openSockets(server.url, ...people);
  const ending = server.process.stop();
  for (const socket of sockets) {
    await socket.next('server_closing');
    expect(await socket.whenClosed()).toEqual({ code: 4503, reason: 'server_closing' });
    expect(socket.events.at(-1)?.type).toBe('server_closing');
  }
  expect(await ending).toMatchObject({ code: 0, signal: null, stderr: '' });
});

/** A client that reads the first bytes of an answer, and the rest only when it is told to. */
class SlowReader {
  readonly #socket: Socket;
  readonly #pieces: Buffer[] = [];

  constructor(url: string, path: string, token: string) {
    const { host, hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port) });
    this.#socket.write(
      `GET /api/v1${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
  }

  async readBeginning(): Promise<void> {
    const [piece] = (await once(this.#socket, 'data')) as [Buffer];
    this.#socket.pause();
    this.#pieces.push(piece);
  }

  async readRest(): Promise<{ declaredBytes: number; bytes: number }> {
    this.#socket.on('data', (piece: Buffer) => this.#pieces.push(piece));
    this.#socket.resume();
    await once(this.#socket, 'close');
    const answer = Buffer.concat(this.#pieces);
    const bodyAt = answer.indexOf('\r\n\r\n') + 4;
    const head = answer.subarray(0, bodyAt).toString();
    return {
      declaredBytes: Number(/content-length: (\d+)/i.exec(head)?.[1]),
      bytes: answer.length - bodyAt,
    };
  }
}

it('lets a slow reader have the whole of an answer, however often it is told to stop', async () => {
  const server = await listeningServer(folderForTest());
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const long = '\u{1F30A}'.repeat(5_000);
  await Promise.all(Array.from({ length: 400 }, () => say(alice, conversation, long)));
  const reader = new SlowReader(server.url, '/messages/sync?cursor=0&limit=500', bob.token);
  await reader.readBeginning();

  const ending = server.process.stop();
  await eventually(async () => {
    // Refused by the server on a connection that is open still, or else by the operating system.
    const health = await rest(server.url, 'GET', '/health').catch(() => undefined);
    expect(health?.status ?? 503).toBe(503);
  });
  server.process.child.kill('SIGTERM');
  server.process.child.kill('SIGINT');
  const { declaredBytes, bytes } = await reader.readRest();
  // More than the buffers between the two can hold.
  expect(declaredBytes).toBeGreaterThan(8_000_000);
  expect(bytes).toBe(declaredBytes);
  expect(await ending).toMatchObject({ code: 0, signal: null, stderr: '' });
});
