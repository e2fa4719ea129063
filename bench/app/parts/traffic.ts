import { setTimeout as delay } from 'node:timers/promises';
import type { Part, PartOptions, PartResult } from '../../report/part.ts';
import { summarize } from '../../report/statistics.ts';
import { messagesOf } from '../../load/our-server.ts';
import { MeasuredWindow } from '../measured-window.ts';
import { request } from '../requests.ts';
import { listSelector, startTeam } from '../team.ts';
import type { Team } from '../team.ts';

const cachedMessages = 20_000;
/** A busy team: a message each second, all day. */
const messagesAnHour = 3_600;
/** Of ten messages, so many come where the person looks; the others anywhere. */
const ofTenInFront = 3;
const reactionAfterEvery = 4;
/**
 * An hour's garbage is made in half a minute, and V8 gives back the room that it took for it step by step: what one
 * collection sets free it keeps for a while, and lets go of at a later one.
 */
const collections = 3;
const settleMs = 15_000;

/** An hour of a team's messages, typing, reactions and receipts, played at speed. */
async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const hours = quick ? 0.25 : 1;
  const team = await startTeam(cachedMessages);
  const before: number[] = [];
  const after: number[] = [];
  try {
    const profile = await team.profileOf(0, cachedMessages);
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      const opened = await MeasuredWindow.open('app', { profile, selector: listSelector });
      await opened.window.inPage('click', { selector: listSelector, text: 'Ben' });
      // What is made once, at first use, is there before the first look.
      await play(team, messagesAnHour / 6);
      before.push(await memoryAtRest(opened.window));
      await play(team, messagesAnHour * hours);
      after.push(await memoryAtRest(opened.window));
      progress(`${String(before.at(-1))} MiB before, ${String(after.at(-1))} MiB after`);
      await opened.window.quit();
    }
  } finally {
    await team.end();
  }
  const grown = after.map((value, round) => value / (before[round] ?? Number.NaN));
  const time = quick ? 'a quarter of an hour' : 'an hour';
  return {
    name: 'app-traffic',
    figures: [
      { what: `memory before ${time} of traffic`, unit: 'MiB', summary: summarize(before) },
      { what: `memory after ${time} of traffic`, unit: 'MiB', summary: summarize(after) },
    ],
    goals: [
      {
        what: `memory after ${time} of traffic, times before`,
        bound: { atMost: 1.05 },
        value: summarize(grown),
      },
    ],
  };
}

async function memoryAtRest(window: MeasuredWindow): Promise<number> {
  for (let count = 0; count < collections; count += 1) {
    await delay(settleMs);
    await window.collectGarbage();
  }
  return Math.round(window.memoryBytes() / 1024 ** 2);
}

async function play({ server }: Team, count: number): Promise<void> {
  const { conversations, people } = server.world;
  for (let index = 0; index < count; index += 1) {
    const isInFront = index % 10 < ofTenInFront;
    const conversation = conversations[isInFront ? 0 : (index * 7) % conversations.length];
    const others = conversation?.members.filter((member) => member !== 0) ?? [];
    const token = people[others[index % others.length] ?? 1]?.token ?? '';
    const place = messagesOf(conversation);
    await request(server.url, token, 'POST', place.replace(/messages$/, 'typing?is_typing=true'));
    const text = `Message ${String(index)} of a long day: ${'the plans for the hall '.repeat(index % 8)}`;
    const { id } = await request(server.url, token, 'POST', place, { content: text });
    if (index % reactionAfterEvery === 0) {
      const reaction = `/api/v1/messages/messages/${id ?? ''}/reactions/${encodeURIComponent('👍')}`;
      await request(server.url, token, 'PUT', reaction);
    }
  }
}

export const traffic: Part = {
  name: 'app-traffic',
  about: "memory before and after an hour of a team's messages",
  run,
};
