import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SendsAnswer, SendsJob } from '../load/sends.ts';
import { messagesOf, startOurs } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import { pairs } from '../peers/peer-world.ts';
import type { PeerReady } from '../peers/peer-world.ts';
import type { Goal, Part, PartOptions, PartResult } from '../report/part.ts';
import { ratios, summarize } from '../report/statistics.ts';
import { groupCommitRate } from './group-commit-rate.ts';

const senderCount = 64;

interface Contender {
  name: string;
  program: Program<unknown>;
  url: string;
  senders: SendsJob['senders'];
  sealed?: boolean;
  stop: () => Promise<void>;
}

/** The server's routes with messages that are made in memory. */
async function startNoDatabase(): Promise<Contender> {
  const args = [String(senderCount)];
  const program = await Program.start<PeerReady>('bench/peers/no-database.ts', args);
  const { url, people, conversations } = program.ready;
  return {
    name: 'no database',
    program,
    url,
    senders: people.map(({ token }, place) => ({
      token,
      path: messagesOf(conversations[Math.floor(place / 2)]),
    })),
    stop: () => program.stop(),
  };
}

async function startPeer(name: string, script: string): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'future-talk-peer-'));
  const program = await Program.start<PeerReady>(script, [
    join(folder, 'chat.db'),
    String(senderCount),
  ]);
  const { url, people, conversations } = program.ready;
  return {
    name,
    program,
    url,
    senders: people.map(({ token }, place) => ({
      token,
      path: `/conversations/${conversations[Math.floor(place / 2)]?.id ?? ''}/messages`,
    })),
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startBounds(): Promise<Contender[]> {
  const program = await Program.start<{ url: string }>('bench/peers/bare-uws.ts', []);
  const senders = (path: string): SendsJob['senders'] =>
    Array.from({ length: senderCount }, () => ({ path, token: 'none' }));
  const { url } = program.ready;
  const stop = (): Promise<void> => program.stop();
  return [
    {
      name: 'no database, nothing checked',
      program,
      url,
      senders: senders('/conversations/1/messages'),
      stop,
    },
    { name: 'bare echo', program, url, senders: senders('/echo'), stop },
  ];
}

async function startFutureTalk(): Promise<[Contender, Contender]> {
  const server = await startOurs({
    peopleCount: senderCount,
    memberships: pairs(senderCount),
  });
  const { people, conversations } = server.world;
  const plain = {
    name: 'Future Talk',
    program: server.program,
    url: server.url,
    senders: people.map(({ token }, place) => ({
      token,
      path: messagesOf(conversations[Math.floor(place / 2)]),
    })),
    stop: server.stop,
  };
  const nothing = (): Promise<void> => Promise.resolve();
  return [plain, { ...plain, name: 'Future Talk, sealed', sealed: true, stop: nothing }];
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const contenders = [
    ...(await startFutureTalk()),
    await startPeer('express + ws', 'bench/peers/express-ws.ts'),
    await startPeer('fastify + socket.io', 'bench/peers/fastify-socket-io.ts'),
    await startNoDatabase(),
    ...(await startBounds()),
  ];
  const generator = await Program.start('bench/load/generator.ts', []);
  const answers = new Map<string, SendsAnswer[]>(contenders.map(({ name }) => [name, []]));
  const commits: number[] = [];
  const [rounds, seconds, warmUpSeconds] = quick ? [2, 0.6, 0.3] : [7, 4, 1.5];
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, program, url, senders, sealed } of contenders) {
      const job = { kind: 'sends', url, senders, sealed, seconds, warmUpSeconds };
      const before = program.processorSeconds();
      const answer = await generator.ask<SendsAnswer>(job);
      const microseconds = ((program.processorSeconds() - before) * 1e6) / answer.count;
      answers.get(name)?.push(answer);
      progress(
        `${name}: ${answer.perSecond.toFixed(0)}/s, p99 ${answer.p99.toFixed(1)} ms, ${microseconds.toFixed(0)} us of processor each, generator ${answer.generatorLoad.toFixed(2)} processors`,
      );
    }
    commits.push(groupCommitRate(senderCount, seconds));
  }
  await generator.stop();
  for (const contender of contenders) await contender.stop();
  return resultOf(answers, commits);
}

function resultOf(answers: Map<string, SendsAnswer[]>, commits: number[]): PartResult {
  const rates = (name: string): number[] => answers.get(name)?.map((each) => each.perSecond) ?? [];
  const ours = rates('Future Talk');
  const goal = (than: string, atLeast: number): Goal => ({
    what: `durable sends, times ${than}`,
    bound: { atLeast },
    value: summarize(ratios(ours, rates(than))),
  });
  return {
    name: 'sends',
    figures: [
      ...[...answers.keys()].map((name) => ({
        what: `sends, ${name}`,
        unit: '/s',
        summary: summarize(rates(name)),
      })),
      { what: 'sends, group commit alone', unit: '/s', summary: summarize(commits) },
    ],
    goals: [
      goal('express + ws', 8),
      goal('fastify + socket.io', 4.5),
      goal('no database', 0.4),
      {
        what: 'durable sends over the sealed channel, times plain',
        bound: { atLeast: 0.8 },
        value: summarize(ratios(rates('Future Talk, sealed'), ours)),
      },
    ],
  };
}

export const sends: Part = {
  name: 'sends',
  about: 'messages a second that are on disk when they are answered',
  run,
};
