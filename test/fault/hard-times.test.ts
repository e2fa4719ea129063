import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { MovableClock } from '../../demo/movable-clock.ts';
import { eventually } from '../support/eventually.ts';
import { Dice } from '../support/fuzz/dice.ts';
import { Crew } from './support/crew.ts';
import { recordFigures } from './support/figures.ts';
import { isLongForm, rounds } from './support/form.ts';
import { RoughNetwork } from './support/rough-network.ts';

const messages = rounds(150, 3_000);
const limitMs = rounds(300_000, 3_600_000);
const hourMs = 3_600_000;

function allOnline(crew: Crew): Promise<unknown> {
  return Promise.all(crew.senders.map((sender) => sender.online()));
}

it(
  'a server that stood still goes on where it was',
  async () => {
    const crew = await Crew.assemble();
    crew.startSenders();
    await allOnline(crew);
    const stops = isLongForm ? [5, 60, 300] : [5];
    for (const seconds of stops) {
      await crew.write(messages);
      crew.server.child.kill('SIGSTOP');
      // This is the fault itself: for so long nothing answers.
      await pass(seconds * 1_000);
      crew.server.child.kill('SIGCONT');
      await crew.write(messages);
    }
    const { messages: kept, acknowledged } = await crew.finish();
    expect(kept).toBe(acknowledged);
    recordFigures('stopped', { 'seconds that it stood still': stops.join(', '), acknowledged });
  },
  limitMs,
);

it(
  'a clock that is moved by an hour or a day, either way, loses nothing and keeps the order',
  async () => {
    const clock = new MovableClock();
    onTestFinished(() => {
      clock.remove();
    });
    const { FUTURE_TALK_NODE, MOVABLE_CLOCK_FILE } = clock.environment();
    const crew = await Crew.assemble({
      node: FUTURE_TALK_NODE,
      environment: { MOVABLE_CLOCK_FILE },
    });
    crew.startSenders();
    await allOnline(crew);
    const moves = [hourMs, 0, -hourMs, 0, 24 * hourMs, 0, -24 * hourMs];
    for (const offsetMs of moves) {
      await crew.write(messages);
      clock.set(new Date(Date.now() + offsetMs));
    }
    await crew.write(messages);
    const { acknowledged } = await crew.finish();
    recordFigures('clock', { 'times that the clock was moved': moves.length, acknowledged });
  },
  limitMs,
);

/** Open files of a process (Linux). */
function openFiles(pid: number): number {
  return readdirSync(`/proc/${String(pid)}/fd`).length;
}

/** Longer than the server's announcer takes between two looks. */
const networksLookedAtMs = 6_000;

it(
  'a server without a free file descriptor serves whoever is there, and takes others once it has some',
  async () => {
    const crew = await Crew.assemble();
    crew.startSenders();
    await allOnline(crew);
    await crew.write(messages);
    const { pid } = crew.server;
    const spare = 40;
    const limit = String(openFiles(pid) + spare);
    execFileSync('prlimit', ['--pid', String(pid), `--nofile=${limit}:${limit}`]);
    const { port } = new URL(crew.url);
    const crowd = Array.from({ length: 3 * spare }, () => net.connect(Number(port), '127.0.0.1'));
    for (const socket of crowd) socket.on('error', () => undefined);
    await Promise.all(crowd.map((socket) => once(socket, 'connect')));
    await eventually(() => {
      expect(openFiles(pid)).toBeGreaterThanOrEqual(Number(limit) - 1);
    });
    // Those who are there do not notice, also while the server looks at its networks, which takes one.
    await crew.write(messages);
    await pass(networksLookedAtMs);
    await crew.write(messages);
    for (const socket of crowd) socket.destroy();
    await eventually(async () => {
      expect((await fetch(`${crew.url}/api/v1/health`)).status).toBe(200);
    });
    const one = crew.senders[0];
    await one?.kill();
    one?.start();
    await one?.online();
    const { acknowledged } = await crew.finish();
    recordFigures('descriptors', { 'connections beyond the limit': 2 * spare, acknowledged });
  },
  limitMs,
);

it(
  'a network that delays, splits and loses costs time and nothing else',
  async () => {
    const dice = new Dice(Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 31)));
    const roughness = { delayMaxMs: 12, pieceMaxBytes: 900, lostShare: 0.004 };
    const networks: RoughNetwork[] = [];
    const crew = await Crew.assemble({
      filesPercent: 3,
      way: async (port) => {
        const network = await RoughNetwork.to(port, dice, roughness);
        networks.push(network);
        return network.url;
      },
    });
    crew.startSenders();
    await crew.write(2 * messages);
    const { acknowledged } = await crew.finish();
    const [network] = networks;
    expect(network?.lost).toBeGreaterThan(0);
    recordFigures('rough-network', {
      'pieces that went over it': network?.pieces ?? 0,
      'connections that it lost': network?.lost ?? 0,
      acknowledged,
    });
  },
  limitMs,
);
