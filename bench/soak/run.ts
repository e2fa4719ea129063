/**
 * A small team at work for an hour, for minutes with `--quick`, or with `--trial` for seconds: whether the server's memory and
 * descriptors stay where they are. Linux only, where a process's own are to be read.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { getStatistics } from '#protocol/admin.ts';
import { startBuilt } from '../load/our-server.ts';
import type { Program } from '../load/program.ts';
import { keepFigures } from './figures.ts';
import type { Figures } from './figures.ts';
import type { Person } from './person.ts';
import { givePast } from './history.ts';
import { newTeam } from './team.ts';
import type { Team } from './team.ts';

const name = process.argv.includes('--trial')
  ? 'trial'
  : process.argv.includes('--quick')
    ? 'quick'
    : 'long';
/**
 * The pauses are between two deeds of a person, on average. They are short in the warm-up, so that
 * caches and heaps have their full size when it ends, in the form of minutes too.
 */
const forms = {
  long: {
    warmUpSeconds: 600,
    warmUpPauseMs: 400,
    seconds: 3_600,
    pauseMs: 2_000,
    windowSeconds: 600,
  },
  quick: { warmUpSeconds: 90, warmUpPauseMs: 100, seconds: 150, pauseMs: 500, windowSeconds: 40 },
  // Whether the soak itself works: neither memory nor descriptors have come to rest by then.
  trial: { warmUpSeconds: 1, warmUpPauseMs: 100, seconds: 2, pauseMs: 100, windowSeconds: 1 },
};
const form = forms[name];
const isTrial = name === 'trial';
/** Some 200 MB, so that each thread that has the database open has its 64 MiB of it in memory when the warm-up ends. */
const pastMessages = isTrial ? 1_000 : 500_000;
const indexingMaxMs = 1_800_000;
const sampleEveryMs = 1_000;
/** Of the memory after the warm-up. */
const growthMaxPercent = 5;
/** By then connections that are idle, or half closed, have ended. */
const quietMs = isTrial ? 0 : 30_000;

type Server = Program<unknown>;

/** The team works; answers the server's memory in bytes as it was each second. */
async function work(
  team: readonly Person[],
  server: Server,
  { seconds, pauseMs }: { seconds: number; pauseMs: number },
): Promise<number[]> {
  const over = new AbortController();
  const working = Promise.all(team.map((person) => person.work(over.signal, pauseMs)));
  const samples: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    // Somebody whose deed has failed ends the soak at once.
    await Promise.race([delay(sampleEveryMs), working]);
    samples.push(server.memoryBytes());
  }
  over.abort();
  await working;
  return samples;
}

/** Everybody leaves and comes back: what the server has open meanwhile is all its own. */
async function descriptorsWithNobody(team: readonly Person[], server: Server): Promise<number> {
  await Promise.all(team.map((person) => person.go()));
  await delay(quietMs);
  const { length } = readdirSync(`/proc/${String(server.pid)}/fd`);
  await Promise.all(team.map((person) => person.come()));
  return length;
}

/** Until every page has been read and every message of the past is in the search index. */
async function fillCaches(team: readonly Person[], url: string): Promise<void> {
  const seen = new Set<string>();
  for (const person of team) {
    for (const id of person.conversations) {
      if (!seen.has(id)) await person.readAll(id);
      seen.add(id);
    }
  }
  const end = performance.now() + indexingMaxMs;
  for (;;) {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    if (metrics.includes('\nfuture_talk_index_lag_messages 0\n')) return;
    if (performance.now() > end) throw new Error('the search index is not made');
    await delay(sampleEveryMs);
  }
}

async function soak(
  team: Team,
  server: Server,
  pastCount: number,
): Promise<{ figures: Figures; wrong: string[] }> {
  await work(team, server, { seconds: form.warmUpSeconds, pauseMs: form.warmUpPauseMs });
  const descriptorsBefore = await descriptorsWithNobody(team, server);
  const processorBefore = server.processorSeconds();
  const samples = await work(team, server, form);
  const processorPercent = ((server.processorSeconds() - processorBefore) / form.seconds) * 100;
  const descriptorsAfter = await descriptorsWithNobody(team, server);
  const before = median(samples.slice(0, form.windowSeconds));
  const after = median(samples.slice(-form.windowSeconds));
  const growthPercent = (after / before - 1) * 100;
  const acknowledged = sum(team.map((person) => person.acknowledged));
  const stored = (await team[0].client.call(getStatistics, {})).messages;
  for (const person of team) await person.client.close();
  const wrong = [
    ...(!isTrial && growthPercent > growthMaxPercent ? ['Memory has grown.'] : []),
    ...(!isTrial && descriptorsAfter > descriptorsBefore ? ['Descriptors have leaked.'] : []),
    ...(stored === acknowledged + pastCount
      ? []
      : ['Not every acknowledged message is there once.']),
  ];
  const figures = {
    'minutes, after a warm-up': form.seconds / 60,
    'people at work, half of them sealed': team.length,
    'requests and commands': sum(team.map((person) => person.deeds)),
    'messages acknowledged': acknowledged,
    'messages there before, written into the database': pastCount,
    'messages there in the end': stored,
    'memory after the warm-up, MB': megabytes(before),
    'memory in the end, MB': megabytes(after),
    'memory grown by, %': Math.round(growthPercent * 10) / 10,
    'descriptors with nobody connected, after the warm-up': descriptorsBefore,
    'descriptors with nobody connected, in the end': descriptorsAfter,
    'of one core, %': Math.round(processorPercent * 10) / 10,
  };
  return { figures, wrong };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Half of the samples are below. */
function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}

const dataFolder = mkdtempSync(join(tmpdir(), 'future-talk-soak-'));
let server = await startBuilt(dataFolder);
try {
  const team = await newTeam(server.ready.url);
  await server.stop();
  const pastCount = givePast(dataFolder, pastMessages);
  server = await startBuilt(dataFolder);
  const { url } = server.ready;
  await Promise.all(team.map((person) => person.moveTo(url)));
  await fillCaches(team, url);
  const { figures, wrong } = await soak(team, server, pastCount);
  if (name !== 'trial') keepFigures(name, figures);
  for (const [what, value] of Object.entries(figures)) {
    process.stdout.write(`${what}: ${value.toLocaleString('en')}\n`);
  }
  for (const sentence of wrong) process.stderr.write(`${sentence}\n`);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
