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
const crowd = rounds(100, 400);
/** More to each than the kernel takes on itself, whose buffers grow with what is written: some ten megabytes. */
const messages = 1_200;
/** For speed, as many as a small team is, and so long that what they are written before they are cut off is little. */
const team = { listeners: 40, messages: 6_000 };
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

/** A server with a conversation of so many listeners and a speaker. */
async function startRoom(listeners: number) {
  const everybody = Array.from({ length: listeners + 1 }, (_, place) => place);
  const server = await startOurs({ peopleCount: everybody.length, memberships: [everybody] });
  onTestFinished(() => server.stop());
  const { program, url, world } = server;
  const [speaker, ...audience] = world.people;
  const sender = { path: messagesOf(world.conversations[0]), token: speaker?.token ?? '' };

  const speak = async (count: number) => {
    // For each time anew: the server keeps none that is silent.
    const [lane] = await openLanes({ url, senders: [sender], seconds: 0, warmUpSeconds: 0 });
    program.forgetPeak();
    const before = performance.now();
    for (let said = 0; said < count; said += 1) await lane?.send(loud);
    const perSecond = Math.round((count / (performance.now() - before)) * 1_000);
    lane?.close();
    return { perSecond, peakBytes: program.peakMemoryBytes() };
  };
  const expectListening = (count: number) =>
    eventually(async () => {
      expect(await socketsOf(url)).toBe(count);
    });
  /** Half of them read a byte a second from now on, the others nothing. */
  const listenAndGoDeaf = async () => {
    const port = Number(new URL(url).port);
    const lines = [await deafLineTo(port), await deafLineTo(port)];
    for (const [place, person] of audience.entries()) {
      await listen(lines[place < listeners / 2 ? 0 : 1]?.url ?? '', person, place);
    }
    await expectListening(listeners);
    for (const [place, line] of lines.entries()) line.goDeaf({ readsOn: place === 0 });
  };
  return { url, audience, speak, expectListening, listenAndGoDeaf };
}

it(
  'who reads nothing, or a byte a second, is cut off at a bound, and costs a mebibyte at most',
  async () => {
    const { url, audience, speak, expectListening, listenAndGoDeaf } = await startRoom(crowd);
    // By then the server's own caches are about as large as they become.
    for (let round = 0; round < warmUpRounds; round += 1) await speak(messages);
    const attentive = [];
    for (const [place, person] of audience.entries()) {
      const { socket } = await listen(url, person, place);
      // What comes is taken and forgotten: it is gigabytes.
      socket.removeAllListeners('message');
      attentive.push(socket);
    }
    const toTheAttentive = await speak(messages);
    await expectListening(crowd);
    for (const socket of attentive) socket.close();
    await expectListening(0);

    await listenAndGoDeaf();
    const toTheDeaf = await speak(messages);
    await expectListening(0);
    recordFigures('deaf-cost', {
      'listeners, half of them sealed': crowd,
      'said to each, MB': Math.round((messages * loudBytes) / 1e6),
      'memory of the server at its most while they listen, MB': megabytes(toTheAttentive.peakBytes),
      'the same while they read nothing, or a byte a second, MB': megabytes(toTheDeaf.peakBytes),
    });
    const costBytes = toTheDeaf.peakBytes - toTheAttentive.peakBytes;
    expect(costBytes).toBeLessThan(crowd * listenerMaxBytes);
  },
  rounds(300_000, 3_600_000),
);

/** A computer that is busy with other tests would say something else each time. */
if (isLongForm) {
  it('who reads nothing, or a byte a second, slows nobody', async () => {
    const { speak, expectListening, listenAndGoDeaf } = await startRoom(team.listeners);
    await speak(messages);
    const before = await speak(team.messages);
    await listenAndGoDeaf();
    const toTheDeaf = await speak(team.messages);
    await expectListening(0);
    const after = await speak(team.messages);
    recordFigures('deaf-speed', {
      'listeners, half of them sealed': team.listeners,
      'said to each, MB': Math.round((team.messages * loudBytes) / 1e6),
      'sends a second before they are there': before.perSecond,
      'while they read nothing, or a byte a second': toTheDeaf.perSecond,
      'and after they were cut off': after.perSecond,
    });
    // The server writes to each what its line takes, as to anybody who reads.
    expect(toTheDeaf.perSecond).toBeGreaterThan((before.perSecond + after.perSecond) / 2 / 1.3);
  }, 600_000);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
