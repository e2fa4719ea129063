/**
 * What sealing costs: handshakes a second, sends a second against the plain API, and what others feel
 * when a crowd comes back at once. `npm run build && npx tsx bench/sealed-channel.ts`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
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
const rounds = 5;
const calmMs = 3_000;

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

interface Latency {
  p50: number;
  p99: number;
}

function latencyOf(sorted: readonly number[]): Latency {
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((first, second) => first - second);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** In a line: the median over the rounds, and the least and the most of them. */
function summary(values: readonly number[], unit: string): string {
  const figure = (value: number): string => value.toFixed(1);
  const spread = `${figure(Math.min(...values))} to ${figure(Math.max(...values))}`;
  return `${figure(median(values))} ${unit} (${spread})`;
}

/**
 * The crowd is a process of its own, and gives way to the server's: in life its work is done on a
 * thousand other computers.
 */
async function crowdComesBack(url: URL): Promise<void> {
  const [, program = ''] = process.argv;
  const args = [...process.execArgv, program, 'crowd', url.href];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  child.stdin.end();
  await once(child, 'exit');
}

async function beTheCrowd(url: URL): Promise<void> {
  console.log('ready');
  await Promise.all(Array.from({ length: crowd }, () => openChannel(url)));
}

/** Calm and crowd by turns, so that whatever else the computer does falls on both. */
async function compareWithCrowd(one: Sender, url: URL): Promise<void> {
  const calm: Latency[] = [];
  const during: Latency[] = [];
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const pause = new Promise((resolve) => setTimeout(resolve, calmMs));
    calm.push(latencyOf(await latenciesDuring(one, pause)));
    const startedAt = performance.now();
    during.push(latencyOf(await latenciesDuring(one, crowdComesBack(url))));
    seconds.push((performance.now() - startedAt) / 1_000);
  }
  for (const share of ['p50', 'p99'] as const) {
    const before = calm.map((latency) => latency[share]);
    const meanwhile = during.map((latency) => latency[share]);
    const ratio = (median(meanwhile) / median(before)).toFixed(2);
    console.log(`a send, ${share}, in calm:           ${summary(before, 'ms')}`);
    console.log(
      `a send, ${share}, as ${String(crowd)} return: ${summary(meanwhile, 'ms')}, ${ratio} times`,
    );
  }
  console.log(`until they are all back:       ${summary(seconds, 's')}`);
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
  await compareWithCrowd(sealed, url);
  await Promise.all([plain.close(), sealed.close()]);
  await server.stop();
}

const [, , role, address] = process.argv;
if (role === 'crowd' && address !== undefined) {
  await beTheCrowd(new URL(address));
  process.exit(0);
}
await measure();
