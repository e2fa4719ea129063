/**
 * What sealing costs: handshakes a second, sends a second against the plain API, and what others feel
 * when a crowd comes back at once. `npm run build && npx tsx bench/sealed-channel.ts`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { register } from '#protocol/accounts.ts';
import type { Tokens } from '#protocol/accounts.ts';
import { createConversation } from '#protocol/conversations.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import { sendMessage } from '#protocol/messages.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { askFriend } from '#protocol/people.ts';
import { sealedPath } from '#protocol/sealed.ts';
import { newDeviceKey } from '#client/device-key.ts';
import { PlainTransport } from '#client/plain-transport.ts';
import { Requests } from '#client/requests.ts';
import { SealedChannel } from '#client/sealed-channel.ts';
import { SealedTransport } from '#client/sealed-transport.ts';
import type { Transport } from '#client/transport.ts';

const handshakes = 2_000;
const sends = 4_000;
const concurrency = 32;
const crowd = 1_000;

interface Sender {
  send(): Promise<void>;
  close(): Promise<void>;
}

async function inParallel(count: number, width: number, work: () => Promise<void>): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** How many a second. */
async function rate(count: number, width: number, work: () => Promise<void>): Promise<number> {
  await inParallel(Math.ceil(count / 10), width, work);
  const startedAt = performance.now();
  await inParallel(count, width, work);
  return Math.round((count * 1_000) / (performance.now() - startedAt));
}

async function startServer() {
  const data = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
  const options = ['--json', '--port', '0', '--data', data, '--send-limit', '1000000'];
  const child = spawn(process.execPath, ['out/server/main.js', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const stop = async (): Promise<void> => {
    child.kill();
    await once(child, 'exit');
    rmSync(data, { recursive: true, force: true });
  };
  return { url, stop };
}

let people = 0;

function signUp(requests: Requests): Promise<Tokens> {
  people += 1;
  const body = { username: `bench-${String(people)}`, password: 'correct horse battery' };
  return requests.send(register, { body }, null);
}

/** Somebody with a conversation, over one transport. */
async function sender(transport: Transport): Promise<Sender> {
  const requests = new Requests(transport);
  const [one, other] = [await signUp(requests), await signUp(requests)];
  await requests.send(askFriend, { body: { user_id: other.user.id } }, one.access_token);
  await requests.send(askFriend, { body: { user_id: one.user.id } }, other.access_token);
  const body = { participant_ids: [other.user.id], conversation_type: 'direct' as const };
  const { id } = await requests.send(createConversation, { body }, one.access_token);
  const params: { conversation_id: ConversationId } = { conversation_id: id };
  const message = { content: 'x'.repeat(120) };
  return {
    send: async () => {
      await requests.send(sendMessage, { params, body: message }, one.access_token);
    },
    close: () => transport.close(),
  };
}

/** Opens a channel, however often it is turned away, and hands out what closes it. */
async function openChannel(url: URL): Promise<() => Promise<void>> {
  for (;;) {
    const channel = new SealedChannel({
      url,
      deviceKey: nodePrimitives.generateKey(),
      trust: () => Promise.resolve(),
      onText: () => undefined,
      onBytes: () => undefined,
      onEnd: () => undefined,
    });
    const isOpen = await channel.opened.then(
      () => true,
      () => false,
    );
    if (!isOpen) continue;
    return () => {
      channel.close();
      return channel.gone;
    };
  }
}

/** Milliseconds of sends that go on, one after the other, until the work is done. */
async function latenciesDuring(one: Sender, work: Promise<unknown>): Promise<number[]> {
  const latencies: number[] = [];
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const startedAt = performance.now();
    await one.send();
    latencies.push(performance.now() - startedAt);
  }
  await over;
  return latencies.sort((first, second) => first - second);
}

function percentiles(sorted: readonly number[]): string {
  const at = (share: number): string =>
    (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (${String(sorted.length)} sends)`;
}

/** The crowd is a process of its own: its work must not be taken for the server's. */
async function crowdComesBack(url: URL): Promise<void> {
  const [, program = ''] = process.argv;
  const args = [...process.execArgv, program, 'crowd', url.href];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  child.stdin.end();
  await once(child, 'exit');
}

async function beTheCrowd(url: URL): Promise<void> {
  console.log('ready');
  await Promise.all(Array.from({ length: crowd }, () => openChannel(url)));
}

async function measure(): Promise<void> {
  const server = await startServer();
  const url = new URL(sealedPath, server.url.replace('http', 'ws'));
  const plain = await sender(new PlainTransport(server.url));
  const sealedOptions = { deviceKey: newDeviceKey(), expectedServerKey: null };
  const sealed = await sender(new SealedTransport(server.url, sealedOptions));
  const perSecond = {
    handshakes: await rate(handshakes, concurrency, async () => (await openChannel(url))()),
    plain: await rate(sends, concurrency, () => plain.send()),
    sealed: await rate(sends, concurrency, () => sealed.send()),
  };
  console.log(`handshakes, opened and closed: ${String(perSecond.handshakes)}/s`);
  console.log(`sends, plain REST:             ${String(perSecond.plain)}/s`);
  console.log(`sends, sealed channel:         ${String(perSecond.sealed)}/s`);
  const calm = new Promise((resolve) => setTimeout(resolve, 3_000));
  console.log(`a send in calm:                ${percentiles(await latenciesDuring(sealed, calm))}`);
  const startedAt = performance.now();
  const during = await latenciesDuring(sealed, crowdComesBack(url));
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`while ${String(crowd)} come back (${seconds} s): ${percentiles(during)}`);
  await Promise.all([plain.close(), sealed.close()]);
  await server.stop();
}

const [, , role, address] = process.argv;
if (role === 'crowd' && address !== undefined) {
  await beTheCrowd(new URL(address));
  process.exit(0);
}
await measure();
