import { readdirSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { messagesOf, startOurs } from '../../bench/load/our-server.ts';
import type { OurServer } from '../../bench/load/our-server.ts';
import { Program } from '../../bench/load/program.ts';
import type { SendsAnswer } from '../../bench/load/sends.ts';
import { eventually } from '../support/eventually.ts';
import { recordFigures } from './support/figures.ts';
import { isLongForm, rounds } from './support/form.ts';

const groups = rounds(2, 10);
const groupSize = rounds(150, 1_000);
const sockets = groups * groupSize;
const sendersEach = 4;
/** To each group, which all of its members hear. */
const messages = rounds(20, 100);
const seconds = rounds(1, 10);
/** Of memory for each socket, and for what a server takes that works. */
const socketMaxBytes = 32_768;
const workMaxBytes = 120_000_000;

/** The conversation of two whose messages others should not notice is the last one. */
function memberships(): number[][] {
  const all = Array.from({ length: groups }, (_, group) =>
    Array.from({ length: groupSize }, (_each, place) => group * groupSize + place),
  );
  return [...all, [sockets, sockets + 1]];
}

async function startGenerator(): Promise<Program<unknown>> {
  const generator = await Program.start('bench/load/generator.ts', []);
  onTestFinished(() => generator.stop());
  return generator;
}

/** Half of the groups listen over sealed channels. */
async function listen({ url, world }: OurServer, group: number): Promise<Program<unknown>> {
  const generator = await startGenerator();
  const members = world.people.slice(group * groupSize, (group + 1) * groupSize);
  const tokens = members.map(({ token }) => token);
  const way = group % 2 === 0 ? 'plain' : 'sealed';
  const job = { kind: 'listen', url, way, tokens, senders: sendersEach };
  expect(await generator.ask(job)).toMatchObject({ opened: groupSize });
  return generator;
}

/** Ends when every member has heard every message; the bench's generator gives up after a minute. */
async function speak(
  generator: Program<unknown>,
  { url, world }: OurServer,
  group: number,
): Promise<void> {
  const path = messagesOf(world.conversations[group]);
  const members = world.people.slice(group * groupSize, group * groupSize + sendersEach);
  const senders = members.map(({ token }) => ({ path, token }));
  await generator.ask({ kind: 'fan-out', url, senders, messages });
}

/** Sends a second of two people who have nothing to do with the crowd. */
async function pairsRate({ url, world }: OurServer): Promise<number> {
  const generator = await startGenerator();
  const path = messagesOf(world.conversations.at(-1));
  const senders = world.people.slice(-2).map(({ token }) => ({ path, token }));
  const job = { kind: 'sends', url, senders, seconds, warmUpSeconds: 1 };
  const { perSecond } = await generator.ask<SendsAnswer>(job);
  await generator.stop();
  return perSecond;
}

function openFiles(pid: number): number {
  return readdirSync(`/proc/${String(pid)}/fd`).length;
}

it(
  `${String(sockets)} people who are there at once hear everything, cost little, and slow nobody`,
  async () => {
    const server = await startOurs({ peopleCount: sockets + 2, memberships: memberships() });
    onTestFinished(() => server.stop());
    const { program } = server;
    const aloneRate = await pairsRate(server);
    const [memoryBefore, filesBefore] = [program.memoryBytes(), openFiles(program.pid)];

    const crowd = [];
    for (let group = 0; group < groups; group += 1) crowd.push(await listen(server, group));
    expect(openFiles(program.pid)).toBeGreaterThanOrEqual(filesBefore + sockets);
    const idleBytes = program.memoryBytes() - memoryBefore;
    const amongManyRate = await pairsRate(server);
    for (const [group, generator] of crowd.entries()) await speak(generator, server, group);
    const grownBytes = program.memoryBytes() - memoryBefore;
    expect(grownBytes).toBeLessThan(sockets * socketMaxBytes + workMaxBytes);

    for (const generator of crowd) await generator.ask({ kind: 'close' });
    await eventually(() => {
      expect(openFiles(program.pid)).toBeLessThanOrEqual(filesBefore + sendersEach);
    });
    recordFigures('many-sockets', {
      'people who are there at once': sockets,
      'memory that they cost, MB': Math.round(idleBytes / 1e6),
      'the same after messages to all of them, MB': Math.round(grownBytes / 1e6),
      'sends a second of two others, before': Math.round(aloneRate),
      'and meanwhile': Math.round(amongManyRate),
    });
    // A busy computer would say something else each time.
    if (isLongForm) expect(amongManyRate).toBeGreaterThan(aloneRate / 2);
  },
  rounds(300_000, 1_200_000),
);
