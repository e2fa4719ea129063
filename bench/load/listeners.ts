import { setTimeout as delay } from 'node:timers/promises';
import { socketPath } from '#protocol/connection.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import type { AgreementKey } from '#protocol/noise/noise-primitives.ts';
import { CountedHearing, WeighedHearing } from './listener.ts';
import type { Hearing } from './listener.ts';
import { RawSocket } from './raw-socket.ts';
import { SealedSocket } from './sealed-socket.ts';
import { messageBody, openLanes } from './sends.ts';

export interface ListenJob {
  url: string;
  way: 'plain' | 'sealed' | 'bare';
  /** A socket each. */
  tokens: string[];
  /** How many of the first of them will send. */
  senders?: number;
}

export interface FanOutJob {
  url: string;
  /** Who send at once, each the next as soon as one is acknowledged. */
  senders: { path: string; token: string }[];
  /** Of all senders together. */
  messages: number;
}

/** A stranger may leave only so many handshakes unfinished. */
const openingAtOnce = 50;
/** A listener that was cut off would be waited for without end. */
const hearingMaxMs = 60_000;

let listeners: Hearing[] = [];
let deviceKeys: AgreementKey[] = [];
let onHeard: (listener: Hearing) => void = () => undefined;

async function openPlain(url: URL, way: 'plain' | 'bare', token: string): Promise<Hearing> {
  const target = way === 'bare' ? '/listen' : `${socketPath}?token=${token}`;
  const socket = await RawSocket.open(url, target);
  const hearing = new CountedHearing(() => {
    socket.close();
  });
  socket.onMessage = (payload) => {
    hearing.hear(payload, { everyOne: way === 'bare' });
    onHeard(hearing);
  };
  return hearing;
}

/**
 * What is sent before the server has said whose channel it is does not come by it, and while it is busy with
 * requests its handshakes wait: each of these is open only once the server has said so.
 */
async function openSealed(url: URL, token: string): Promise<SealedSocket> {
  const socket = await SealedSocket.open(url, deviceKeys.pop());
  await socket.authenticate(token);
  return socket;
}

/** Opens its frames, which also those can that get other events than messages'. */
async function openReading(url: URL, token: string): Promise<CountedHearing> {
  const socket = await openSealed(url, token);
  const hearing = new CountedHearing(() => {
    socket.close();
  });
  socket.onText = (text) => {
    hearing.hear(Buffer.from(text), { everyOne: false });
    onHeard(hearing);
  };
  return hearing;
}

async function openWeighing(url: URL, token: string, measure: CountedHearing): Promise<Hearing> {
  const socket = await openSealed(url, token);
  const hearing = new WeighedHearing(measure, () => {
    socket.close();
  });
  socket.onFrame = (frame) => {
    hearing.hear(frame);
    onHeard(hearing);
  };
  return hearing;
}

/** Makes what devices have before they connect: a key each. */
export function makeDeviceKeys({ count }: { count: number }): { made: number } {
  deviceKeys = Array.from({ length: count }, () => nodePrimitives.generateKey());
  return { made: count };
}

export interface ListenAnswer {
  opened: number;
  milliseconds: number;
  /** Milliseconds since 1970. */
  beganAt: number;
}

/** Opens sockets that stay until they are told to close. */
export async function listen(job: ListenJob): Promise<ListenAnswer> {
  const { way, tokens, senders = 0 } = job;
  const url = new URL(job.url);
  const startedAt = performance.now();
  // Senders get more than messages: they read what they get.
  const readers: CountedHearing[] = [];
  if (way === 'sealed') {
    for (const token of tokens.slice(0, senders)) readers.push(await openReading(url, token));
  }
  listeners.push(...readers);
  const [measure = new CountedHearing(() => undefined)] = readers;
  const waiting = tokens.slice(readers.length);
  const lane = async (): Promise<void> => {
    for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) {
      listeners.push(
        await (way === 'sealed' ? openWeighing(url, token, measure) : openPlain(url, way, token)),
      );
    }
  };
  await Promise.all(Array.from({ length: openingAtOnce }, lane));
  const milliseconds = performance.now() - startedAt;
  return { opened: listeners.length, milliseconds, beganAt: performance.timeOrigin + startedAt };
}

export function closeListeners(): { closed: number } {
  const closed = listeners.length;
  for (const each of listeners) each.close();
  listeners = [];
  return { closed };
}

/** Sends messages; ends when every listener has heard all of them. */
export async function fanOut(job: FanOutJob): Promise<{ deliveriesPerSecond: number }> {
  const { url, senders, messages } = job;
  const lanes = await openLanes({ url, senders, seconds: 0, warmUpSeconds: 0 });
  for (const each of listeners) each.begin();
  const startedAt = performance.now();
  const deaf = new Set(listeners);
  const allHeard = new Promise<void>((resolve) => {
    onHeard = (listener) => {
      if (!listener.hasAll(messages) || !deaf.delete(listener)) return;
      // Others may have been weighed too early.
      if (listener === listeners[0]) {
        for (const each of deaf) if (each.hasAll(messages)) deaf.delete(each);
      }
      if (deaf.size === 0) resolve();
    };
  });
  let waiting = messages;
  const sendAll = Promise.all(
    lanes.map(async (lane) => {
      for (; waiting > 0;) {
        waiting -= 1;
        await lane.send(messageBody());
      }
    }),
  );
  await Promise.race([Promise.all([sendAll, allHeard]), tooLate()]);
  const milliseconds = performance.now() - startedAt;
  for (const lane of lanes) lane.close();
  return { deliveriesPerSecond: (messages * listeners.length * 1000) / milliseconds };
}

async function tooLate(): Promise<never> {
  await delay(hearingMaxMs, undefined, { ref: false });
  throw new Error('not every listener has heard every message');
}
