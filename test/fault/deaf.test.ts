import { expect, it, onTestFinished } from 'vitest';
import { messagesOf, startOurs } from '../../bench/load/our-server.ts';
import { openLanes } from '../../bench/load/sends.ts';
import type { Person } from '../../bench/seed/world.ts';
import { SealedPeer } from '../integration/sealed/support/sealed-peer.ts';
import { eventually } from '../support/eventually.ts';
import { TestSocket } from '../support/socket.ts';
import { deafLineTo } from './support/deaf-line.ts';
import { recordFigures } from './support/figures.ts';
import { isLongForm, rounds } from './support/form.ts';

/** So many that what they cost is told from what the server needs for itself, which is tens of megabytes. */
const listeners = rounds(100, 400);
/** More to each than the kernel takes on itself, whose buffers grow with what is written: some ten megabytes. */
const messages = 1_200;
/** As many letters as may be, of three bytes each, written as JSON may write them. */
const loud = `{"content":"${String.raw`\u20ac`.repeat(5_000)}"}`;
const loudBytes = 15_000;
const warmUpRounds = 3;
const listenerMaxBytes = 1_048_576;

/** Open sockets, plain and sealed, as the server tells. */
async function socketsOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = [...text.matchAll(/^future_talk_sockets_open\{.*\} (\d+)$/gm)];
  if (counts.length === 0) throw new Error('the server does not tell of its sockets');
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Every other one over a sealed channel. */
async function listen(
  url: string,
  { token }: Person,
  place: number,
): Promise<TestSocket | SealedPeer> {
  if (place % 2 === 0) return TestSocket.open(url, token);
  const peer = await SealedPeer.connect(url);
  await peer.authenticate(token);
  return peer;
}

it(
  'who reads nothing, or a byte a second, is cut off at a bound, costs little, and slows nobody',
  async () => {
    const everybody = Array.from({ length: listeners + 1 }, (_, place) => place);
    const server = await startOurs({ peopleCount: everybody.length, memberships: [everybody] });
    onTestFinished(() => server.stop());
    const { program, url, world } = server;
    const [speaker, ...audience] = world.people;
    const sender = { path: messagesOf(world.conversations[0]), token: speaker?.token ?? '' };
    const [lane] = await openLanes({ url, senders: [sender], seconds: 0, warmUpSeconds: 0 });
    onTestFinished(() => lane?.close());
    const speak = async () => {
      program.forgetPeak();
      const before = performance.now();
      for (let said = 0; said < messages; said += 1) {
        await lane?.send(loud);
      }
      const perSecond = Math.round((messages / (performance.now() - before)) * 1_000);
      return { perSecond, peakBytes: program.peakMemoryBytes() };
    };
    const listening = (count: number) =>
      eventually(async () => {
        expect(await socketsOf(url)).toBe(count);
      });

    // By then the server's own caches are about as large as they become.
    for (let round = 0; round < warmUpRounds; round += 1) await speak();
    const attentive = [];
    for (const [place, person] of audience.entries()) {
      const { socket } = await listen(url, person, place);
      // What comes is taken and forgotten: it is gigabytes.
      socket.removeAllListeners('message');
      attentive.push(socket);
    }
    const toTheAttentive = await speak();
    await listening(listeners);
    for (const socket of attentive) socket.close();
    await listening(0);
    const toNobody = await speak();

    const port = Number(new URL(url).port);
    const lines = [await deafLineTo(port), await deafLineTo(port)];
    for (const [place, person] of audience.entries()) {
      const line = lines[place < listeners / 2 ? 0 : 1];
      await listen(line?.url ?? '', person, place);
    }
    await listening(listeners);
    for (const [place, line] of lines.entries()) line.goDeaf({ readsOn: place === 0 });
    const toTheDeaf = await speak();
    await listening(0);

    recordFigures('deaf', {
      'listeners, half of them sealed': listeners,
      'said to each, MB': Math.round((messages * loudBytes) / 1e6),
      'memory of the server at its most while they listen, MB': megabytes(toTheAttentive.peakBytes),
      'the same while they read nothing, or a byte a second, MB': megabytes(toTheDeaf.peakBytes),
      'sends a second while they listen': toTheAttentive.perSecond,
      'while they are not there': toNobody.perSecond,
      'and while they read nothing, or a byte a second': toTheDeaf.perSecond,
    });
    const costBytes = toTheDeaf.peakBytes - toTheAttentive.peakBytes;
    expect(costBytes).toBeLessThan(listeners * listenerMaxBytes);
    // A busy computer would say something else each time.
    if (isLongForm) expect(toTheDeaf.perSecond).toBeGreaterThan(toTheAttentive.perSecond / 1.1);
  },
  rounds(300_000, 3_600_000),
);

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
