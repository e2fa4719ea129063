import { sendMessage } from '#protocol/messages.ts';
import { Traffic } from '#server/watching/traffic.ts';
import { messagesOf, startOurs } from '../load/our-server.ts';
import type { OurServer } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { SendsAnswer, SendsJob } from '../load/sends.ts';
import { pairs } from '../peers/peer-world.ts';
import type { Part, PartOptions, PartResult } from '../report/part.ts';
import { ratios, summarize } from '../report/statistics.ts';

const people = 64;
/** Prometheus asks every 15 seconds, or as it is told. */
const readEveryMs = 1_000;
const counted = 2_000_000;

interface Measured {
  perSecond: number;
  /** Of the server's processor time, in microseconds for each send: other programs hardly change it. */
  each: number;
  /** How long each reading of /metrics took, in milliseconds. */
  readings: number[];
}

async function read({ url }: OurServer): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(`${url}/metrics`);
  await answer.text();
  if (!answer.ok) throw new Error(`/metrics answered ${String(answer.status)}`);
  return performance.now() - startedAt;
}

async function measure(
  server: OurServer,
  generator: Program<unknown>,
  { isRead, seconds }: { isRead: boolean; seconds: number },
): Promise<Measured> {
  const senders: SendsJob['senders'] = server.world.people.map(({ token }, place) => ({
    token,
    path: messagesOf(server.world.conversations[Math.floor(place / 2)]),
  }));
  const readings: Promise<number>[] = [];
  const reader = isRead ? setInterval(() => readings.push(read(server)), readEveryMs) : undefined;
  const job = { kind: 'sends', url: server.url, senders, seconds, warmUpSeconds: 1 };
  const before = server.program.processorSeconds();
  const { perSecond, count } = await generator.ask<SendsAnswer>(job);
  clearInterval(reader);
  const spentSeconds = server.program.processorSeconds() - before;
  return { perSecond, each: (spentSeconds * 1e6) / count, readings: await Promise.all(readings) };
}

/** What counting one request takes, in microseconds: this goes on whether somebody reads or not. */
function countingMicroseconds(): number {
  const traffic = new Traffic();
  const startedAt = performance.now();
  for (let done = 0; done < counted; done += 1) {
    traffic.countRequest(sendMessage, 201, done % 50);
  }
  return ((performance.now() - startedAt) * 1_000) / counted;
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const start = () => startOurs({ peopleCount: people, memberships: pairs(people) });
  const [unreadServer, readServer] = [await start(), await start()];
  const generator = await Program.start('bench/load/generator.ts', []);
  const [rounds, seconds] = quick ? [2, 1.2] : [9, 6];
  const unread: Measured[] = [];
  const asRead: Measured[] = [];
  const counting: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    unread.push(await measure(unreadServer, generator, { isRead: false, seconds }));
    asRead.push(await measure(readServer, generator, { isRead: true, seconds }));
    counting.push(countingMicroseconds());
    progress(
      `${String(Math.round(unread.at(-1)?.each ?? 0))} µs a send unread, ${String(Math.round(asRead.at(-1)?.each ?? 0))} µs read`,
    );
  }
  await generator.stop();
  await Promise.all([unreadServer.stop(), readServer.stop()]);
  const rates = (all: Measured[]) => summarize(all.map(({ perSecond }) => perSecond));
  const each = (all: Measured[]) => all.map((measured) => measured.each);
  const readings = asRead.flatMap((measured) => measured.readings);
  return {
    name: 'metrics',
    figures: [
      {
        what: 'processor time of a send, /metrics never read',
        unit: 'µs',
        summary: summarize(each(unread)),
      },
      { what: 'the same, /metrics read each second', unit: 'µs', summary: summarize(each(asRead)) },
      { what: 'sends, /metrics never read', unit: '/s', summary: rates(unread) },
      { what: 'sends, /metrics read each second', unit: '/s', summary: rates(asRead) },
      { what: 'a reading of /metrics meanwhile', unit: 'ms', summary: summarize(readings) },
      { what: 'counting a request', unit: 'µs', summary: summarize(counting) },
    ],
    goals: [
      {
        what: 'processor time of a send while /metrics is read each second, times that while it is not',
        bound: { atMost: 1.05 },
        value: summarize(ratios(each(asRead), each(unread))),
      },
    ],
  };
}

export const metrics: Part = {
  name: 'metrics',
  about: 'what it costs sends that /metrics is read',
  run,
};
