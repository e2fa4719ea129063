import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { openForWriting } from '#server/db/open-database.ts';
import { migrate } from '#server/db/migrate.ts';
import { newKey } from '#server/db/database-key.ts';
import { messagesOf, startOurs } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { SendsAnswer } from '../load/sends.ts';
import { pairs } from '../peers/peer-world.ts';
import type { Part, PartOptions, PartResult } from '../report/part.ts';
import { percentile, ratios, summarize } from '../report/statistics.ts';

interface Latency {
  p50: number;
  p99: number;
}

/** @param perSecond null for one after the other */
interface Inserts {
  count: number;
  perSecond: number | null;
}

/** One row into the encrypted message table, durable, with nothing around it. */
async function bareInserts({ count, perSecond }: Inserts): Promise<Latency> {
  const folder = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
  const database = openForWriting({ file: join(folder, 'bare.db'), key: newKey() });
  try {
    migrate(database);
    const conversation = randomUUID();
    database
      .prepare(
        `INSERT INTO conversation (id, type, created_at, last_message_at) VALUES (?, 'group', 0, 0)`,
      )
      .run(conversation);
    const insert = database.prepare(
      `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
         created_at) VALUES (?, ?, ?, '', '', ?, 'text', 0)`,
    );
    const times: number[] = [];
    const beganAt = performance.now();
    for (let seq = 1; seq <= count; seq += 1) {
      const dueAt = perSecond === null ? 0 : beganAt + (seq * 1000) / perSecond;
      if (dueAt > performance.now()) await delay(dueAt - performance.now());
      const startedAt = performance.now();
      insert.run(conversation, seq, uuidv7(), 'x'.repeat(142));
      times.push(performance.now() - startedAt);
    }
    return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const insertAlone = 'bare durable insert';
const insertAtPace = 'the same insert at the pace of the sends';
const echoAtPace = 'a request that is only echoed, at that pace';

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const people = 64;
  const server = await startOurs({ peopleCount: people, memberships: pairs(people) });
  const echo = await Program.start<{ url: string }>('bench/peers/bare-uws.ts', []);
  const generator = await Program.start('bench/load/generator.ts', []);
  const senders = server.world.people.map(({ token }, place) => ({
    token,
    path: messagesOf(server.world.conversations[Math.floor(place / 2)]),
  }));
  const [rounds, seconds] = quick ? [2, 1.2] : [7, 6];
  const full = { kind: 'sends', url: server.url, senders, seconds: 2, warmUpSeconds: 1 };
  const { perSecond } = await generator.ask<SendsAnswer>(full);
  const [ours, bare, paced, echoed]: [Latency[], Latency[], Latency[], Latency[]] = [
    [],
    [],
    [],
    [],
  ];
  const pace = perSecond / 10;
  const count = Math.max(200, Math.round(pace * seconds));
  for (let round = 0; round < rounds; round += 1) {
    const job = { ...full, kind: 'paced', perSecond: pace, seconds };
    const one = await generator.ask<Latency>(job);
    const other = await bareInserts({ count, perSecond: null });
    ours.push(one);
    bare.push(other);
    paced.push(await bareInserts({ count, perSecond: pace }));
    const echoes = senders.map(({ token }) => ({ token, path: '/echo' }));
    echoed.push(await generator.ask<Latency>({ ...job, url: echo.ready.url, senders: echoes }));
    progress(
      `p50 ${one.p50.toFixed(2)} ms, bare ${other.p50.toFixed(2)} ms; ` +
        `p99 ${one.p99.toFixed(2)} ms, bare ${other.p99.toFixed(2)} ms`,
    );
  }
  await generator.stop();
  await echo.stop();
  await server.stop();
  return resultOf({ ours, bare, paced, echoed });
}

function resultOf(all: Record<'ours' | 'bare' | 'paced' | 'echoed', Latency[]>): PartResult {
  const { ours, bare, paced, echoed } = all;
  const of = (measured: Latency[], share: keyof Latency): number[] =>
    measured.map((each) => each[share]);
  const goal = (share: keyof Latency, atMost: number) => ({
    what: `acknowledged at a tenth of the maximum rate, ${share}, times a bare durable insert`,
    bound: { atMost },
    value: summarize(ratios(of(ours, share), of(bare, share))),
  });
  return {
    name: 'latency',
    figures: (['p50', 'p99'] as const).flatMap((share) => [
      { what: `acknowledgement, ${share}`, unit: 'ms', summary: summarize(of(ours, share)) },
      { what: `${insertAlone}, ${share}`, unit: 'ms', summary: summarize(of(bare, share)) },
      { what: `${insertAtPace}, ${share}`, unit: 'ms', summary: summarize(of(paced, share)) },
      { what: `${echoAtPace}, ${share}`, unit: 'ms', summary: summarize(of(echoed, share)) },
    ]),
    goals: [goal('p50', 3), goal('p99', 10)],
  };
}

export const latency: Part = {
  name: 'latency',
  about: 'from a send to its arrival, at a steady rate',
  run,
};
