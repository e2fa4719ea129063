import { setTimeout as delay } from 'node:timers/promises';
import { socketPath } from '#protocol/connection.ts';
import { RawSocket } from './raw-socket.ts';
import { SealedSocket } from './sealed-socket.ts';
import { messageBody, openLanes } from './sends.ts';

export interface ListenJob {
  url: string;
  way: 'plain' | 'sealed' | 'bare';
  /** A socket each. */
  tokens: string[];
}

export interface FanOutJob {
  url: string;
  sender: { path: string; token: string };
  messages: number;
}

/** Events of messages are longer than any other that a listener gets. */
const messageMinBytes = 250;
/** A stranger may leave only so many handshakes unfinished. */
const openingAtOnce = 50;
/** A listener that was cut off would be waited for without end. */
const hearingMaxMs = 60_000;

interface Listener {
  heard: number;
  close: () => void;
}

let listeners: Listener[] = [];
let onHeard: () => void = () => undefined;

async function openOne({ url, way }: ListenJob, token: string): Promise<Listener> {
  const at = new URL(url);
  const listener: Listener = { heard: 0, close: () => undefined };
  const hear = (payload: Buffer): void => {
    if (payload.length < messageMinBytes) return;
    listener.heard += 1;
    onHeard();
  };
  if (way === 'sealed') {
    const socket = await SealedSocket.open(at);
    socket.onFrame = hear;
    socket.authenticate(token);
    listener.close = () => {
      socket.close();
    };
  } else {
    const target = way === 'bare' ? '/listen' : `${socketPath}?token=${token}`;
    const socket = await RawSocket.open(at, target);
    socket.onMessage = hear;
    listener.close = () => {
      socket.close();
    };
  }
  return listener;
}

/** Opens sockets that stay until they are told to close. */
export async function listen(job: ListenJob): Promise<{ opened: number; milliseconds: number }> {
  const startedAt = performance.now();
  const waiting = [...job.tokens];
  const lane = async (): Promise<void> => {
    for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) {
      listeners.push(await openOne(job, token));
    }
  };
  await Promise.all(Array.from({ length: openingAtOnce }, lane));
  return { opened: listeners.length, milliseconds: performance.now() - startedAt };
}

export function closeListeners(): { closed: number } {
  const closed = listeners.length;
  for (const each of listeners) each.close();
  listeners = [];
  return { closed };
}

/** Sends messages; ends when every listener has heard all of them. */
export async function fanOut(job: FanOutJob): Promise<{ deliveriesPerSecond: number }> {
  const { url, sender, messages } = job;
  const [lane] = await openLanes({ url, senders: [sender], seconds: 0, warmUpSeconds: 0 });
  if (lane === undefined) throw new Error('there is no sender');
  const total = messages * listeners.length;
  let heard = 0;
  const allHeard = new Promise<void>((resolve) => {
    onHeard = () => {
      heard += 1;
      if (heard === total) resolve();
    };
  });
  const startedAt = performance.now();
  for (let sent = 0; sent < messages; sent += 1) await lane.send(messageBody());
  await Promise.race([allHeard, tooLate()]);
  lane.close();
  return { deliveriesPerSecond: (total * 1000) / (performance.now() - startedAt) };
}

async function tooLate(): Promise<never> {
  await delay(hearingMaxMs, undefined, { ref: false });
  throw new Error('not every listener has heard every message');
}
