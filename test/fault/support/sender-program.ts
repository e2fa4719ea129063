import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import { ChatClient, newDeviceKey } from '#client/chat-client.ts';
import { ClientError } from '#client/client-error.ts';
import type { KeyPair } from '#client/chat-client.ts';
import { FileMemory, JournalOutbox } from './sender-files.ts';
import type { SenderJob } from './sender.ts';

/**
 * One person's program, run as a process of its own so that it can be killed: the client that the
 * app is made of, sealed, with an outbox on disk. It keeps some messages waiting in each conversation
 * for as long as it runs, and says how far it is, a line of JSON each time.
 */
const job = JSON.parse(process.argv[2] ?? '') as SenderJob;
/** Writes what has been counted at most so often: a line a message would be the work of its own. */
const reportEveryMs = 20;
const attachmentMaxBytes = 200_000;
const longMessageCharacters = 3_000;

/** Sessions are bound to it. */
function deviceKey(): KeyPair {
  const file = join(job.folder, 'device.json');
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
  if (!existsSync(file)) {
    const { publicKey, secretKey } = newDeviceKey();
    writeFileSync(file, JSON.stringify([hex(publicKey), hex(secretKey)]));
    return { publicKey, secretKey };
  }
  const [publicKey, secretKey] = JSON.parse(readFileSync(file, 'utf8')) as [string, string];
  return { publicKey: unhex(publicKey), secretKey: unhex(secretKey) };
}

const outbox = new JournalOutbox(job.folder);
const client = new ChatClient({
  url: job.url,
  deviceName: 'fault test',
  memory: new FileMemory(job.folder),
  outboxStore: outbox,
  sealed: { deviceKey: deviceKey(), expectedServerKey: null },
  random: () => 0,
  reportProblem: (problem) => {
    throw problem instanceof Error ? problem : new Error(String(problem));
  },
});

let acknowledged = 0;
let isStopping = false;
let report: NodeJS.Timeout | null = null;

function say(state: { status: string; waiting?: number }): void {
  process.stdout.write(`${JSON.stringify({ acknowledged, ...state })}\n`);
}

async function fileOf(bytes: Buffer): Promise<AttachmentInfo> {
  const read = (offset: number, length: number) =>
    Promise.resolve(bytes.subarray(offset, offset + length));
  const metadata = { fileName: `${randomUUID()}.bin` };
  return client.attachments.upload({ source: { sizeBytes: bytes.length, read }, metadata }).done;
}

async function writeNext(conversation_id: ConversationId): Promise<void> {
  const isLong = randomInt(20) === 0;
  const content = `${randomUUID()} ${'.'.repeat(randomInt(isLong ? longMessageCharacters : 200))}`;
  if (randomInt(100) >= job.filesPercent) {
    client.outbox.send({ conversation_id, content });
    return;
  }
  const bytes = randomBytes(randomInt(1, attachmentMaxBytes));
  const file = await fileOf(bytes);
  const hash = createHash('sha256').update(bytes).digest('hex');
  client.outbox.send({ conversation_id, content: `${hash} ${content}`, attachments: [file] });
}

/** A file's way is long; whoever loses the server on it has nothing to send, and tries anew. */
function keepWriting(conversation: ConversationId): void {
  if (isStopping) return;
  writeNext(conversation).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
}

client.on('outgoingSettled', (settled) => {
  outbox.acknowledge(settled);
  acknowledged += 1;
  report ??= setTimeout(() => {
    report = null;
    say({ status: 'sending' });
  }, reportEveryMs);
  keepWriting(settled.conversation_id);
  if (isStopping && outbox.list().length === 0) {
    say({ status: 'drained' });
    process.exit(0);
  }
});
client.on('outgoingChanged', (message) => {
  if (message.state === 'failed') client.outbox.retry(message.client_message_id);
});
client.on('connection', ({ status }) => {
  if (status === 'online') say({ status });
});

// Sends what waits, and nothing new: for the end of a test.
process.on('SIGTERM', () => {
  isStopping = true;
  if (outbox.list().length > 0) return;
  say({ status: 'drained' });
  process.exit(0);
});

/** Over a network that loses connections people sign in again, until one is there. */
async function signIn(): Promise<void> {
  for (let isSignedIn = false; !isSignedIn;) {
    try {
      await client.login({ username: job.username, password: job.password });
      isSignedIn = true;
    } catch (cause) {
      if (!(cause instanceof ClientError) || cause.code !== 'UNREACHABLE') throw cause;
    }
  }
}

if ((await client.restore()) === null) await signIn();
client.connect();
for (const conversation of job.conversations) {
  const waiting = outbox.list(conversation).length;
  for (let lane = waiting; lane < job.waitingEach; lane += 1) keepWriting(conversation);
}
