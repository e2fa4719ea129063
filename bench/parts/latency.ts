import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
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

/** One row into the encrypted message table, durable, with nothing around it. */
function bareInserts(count: number): Latency {
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
    for (let seq = 1; seq <= count; seq += 1) {
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

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const people = 64;
  const server = await startOurs({ peopleCount: people, memberships: pairs(people) });
  const generator = await Program.start('bench/load/generator.ts', []);
  const senders = server.world.people.map(({ token }, place) => ({
    token,
    path: messagesOf(server.world.conversations[Math.floor(place / 2)]),
  }));
  const [rounds, seconds] = quick ? [3, 2] : [7, 6];
  const full = { kind: 'sends', url: server.url, senders, seconds: 2, warmUpSeconds: 1 };
  const { perSecond } = await generator.ask<SendsAnswer>(full);
  const ours: Latency[] = [];
  const bare: Latency[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const job = { ...full, kind: 'paced', perSecond: perSecond / 10, seconds };
    ours.push(await generator.ask<Latency>(job));
    bare.push(bareInserts(Math.max(200, Math.round((perSecond / 10) * seconds))));
    const [one, other] = [ours.at(-1), bare.at(-1)];
    progress(`p50 ${String(one?.p50.toFixed(2))} ms, bare ${String(other?.p50.toFixed(2))} ms`);
  }
  await generator.stop();
  await server.stop();
  const of = (all: Latency[], share: keyof Latency): number[] => all.map((each) => each[share]);
  const goal = (share: keyof Latency, atMost: number) => ({
    what: `acknowledged at a tenth of the maximum rate, ${share}, times a bare durable insert`,
    bound: { atMost },
    value: summarize(ratios(of(ours, share), of(bare, share))),
  });
  return {
    name: 'latency',
    figures: (['p50', 'p99'] as const).flatMap((share) => [
      { what: `acknowledgement, ${share}`, unit: 'ms', summary: summarize(of(ours, share)) },
      { what: `bare durable insert, ${share}`, unit: 'ms', summary: summarize(of(bare, share)) },
    ]),
    goals: [goal('p50', 3), goal('p99', 10)],
  };
}

export const latency: Part = {
  name: 'latency',
  about: 'from a send to its arrival, at a steady rate',
  run,
};
