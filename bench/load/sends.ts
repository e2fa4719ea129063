import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { percentile } from '../report/statistics.ts';
import { HttpConnection } from './http-connection.ts';
import { SealedSocket } from './sealed-socket.ts';

/** Who sends where, each on a connection of their own, the next as soon as one is acknowledged. */
export interface SendsJob {
  url: string;
  /** A path and a token for each sender. */
  senders: { path: string; token: string }[];
  /** Over a sealed channel each. */
  sealed?: boolean;
  seconds: number;
  /** Not counted. */
  warmUpSeconds: number;
}

export interface SendsAnswer {
  perSecond: number;
  /** All of them, those of the warm-up too. */
  count: number;
  /** Of one send, in milliseconds. */
  p50: number;
  p99: number;
  /** Share of a processor that the generator itself used. */
  generatorLoad: number;
}

const text = 'The meeting is moved to three; bring the drawings of the second floor. '.repeat(2);

export function messageBody(): string {
  return `{"content":"${text}","client_message_id":"${uuidv7()}"}`;
}

/** The request but for its body. */
export function headOf(url: URL, method: string, path: string, token: string): string {
  return `${method} ${path} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\n`;
}

export function withBody(head: string, body: string): string {
  return `${head}Content-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`;
}

/** One sender's way: rejects unless the message was acknowledged. */
export interface Lane {
  send: (content: string) => Promise<void>;
  close: () => void;
}

export async function openLanes({ url, senders, sealed }: SendsJob): Promise<Lane[]> {
  const lanes: Lane[] = [];
  for (const sender of senders) {
    lanes.push(await (sealed === true ? sealedLane : plainLane)(new URL(url), sender));
  }
  return lanes;
}

async function plainLane(url: URL, { path, token }: SendsJob['senders'][number]): Promise<Lane> {
  const head = headOf(url, 'POST', path, token);
  const connection = await HttpConnection.open(url);
  return {
    send: async (content) => {
      const { status, body } = await connection.request(withBody(head, content));
      if (status !== 201 && status !== 200) throw new Error(`${String(status)} ${body}`);
    },
    close: () => {
      connection.close();
    },
  };
}

async function sealedLane(url: URL, { path, token }: SendsJob['senders'][number]): Promise<Lane> {
  const socket = await SealedSocket.open(url);
  let acknowledged: (text: string) => void = () => undefined;
  let id = 0;
  socket.onText = (text) => {
    if (text.startsWith('{"id":')) acknowledged(text);
  };
  return {
    send: async (content) => {
      id += 1;
      const answer = new Promise<string>((resolve) => {
        acknowledged = resolve;
      });
      const call = `{"id":${String(id)},"method":"POST","path":"${path}","token":"${token}"`;
      socket.send(`${call},"body":${content}}`);
      const text = await answer;
      if (!text.includes('"status":201')) throw new Error(text);
    },
    close: () => {
      socket.close();
    },
  };
}

export async function sendFor(job: SendsJob): Promise<SendsAnswer> {
  const lanes = await openLanes(job);
  const endsAt = performance.now() + (job.warmUpSeconds + job.seconds) * 1000;
  let latencies: number[] = [];
  let count = 0;
  let processor = process.cpuUsage();
  const warm = setTimeout(() => {
    latencies = [];
    processor = process.cpuUsage();
  }, job.warmUpSeconds * 1000);
  await Promise.all(
    lanes.map(async (lane) => {
      for (let now = performance.now(); now < endsAt;) {
        await lane.send(messageBody());
        const after = performance.now();
        latencies.push(after - now);
        count += 1;
        now = after;
      }
    }),
  );
  clearTimeout(warm);
  const { user, system } = process.cpuUsage(processor);
  for (const lane of lanes) lane.close();
  return {
    perSecond: latencies.length / job.seconds,
    count,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    generatorLoad: (user + system) / 1e6 / job.seconds,
  };
}

export interface PacedJob extends SendsJob {
  perSecond: number;
}

export interface PacedAnswer {
  p50: number;
  p99: number;
  /** When each was sent, in milliseconds since 1970, and how long its acknowledgement took. */
  sends: { at: number; latency: number }[];
}

/** At an even rate, whether or not the last one has been acknowledged. */
export async function sendPaced(job: PacedJob): Promise<PacedAnswer> {
  const lanes = await openLanes(job);
  const sends: PacedAnswer['sends'] = [];
  const underway = new Set<Promise<void>>();
  const free = [...lanes];
  const beganAt = performance.now();
  const total = Math.floor(job.perSecond * job.seconds);
  for (let sent = 0; sent < total; sent += 1) {
    const dueAt = beganAt + (sent * 1000) / job.perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await delay(waitMs);
    const lane = free.shift();
    if (lane === undefined) {
      await Promise.race(underway);
      sent -= 1;
      continue;
    }
    const startedAt = performance.now();
    const one = lane.send(messageBody()).then(() => {
      const latency = performance.now() - startedAt;
      sends.push({ at: performance.timeOrigin + startedAt, latency });
      free.push(lane);
      underway.delete(one);
    });
    underway.add(one);
  }
  await Promise.all(underway);
  for (const lane of lanes) lane.close();
  const latencies = sends.map(({ latency }) => latency);
  return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), sends };
}
