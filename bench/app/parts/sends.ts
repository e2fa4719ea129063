import type { Part, PartOptions, PartResult } from '../../report/part.ts';
import { percentile, summarize } from '../../report/statistics.ts';
import { MeasuredWindow } from '../measured-window.ts';
import { listSelector, startTeam } from '../team.ts';
import type { Team } from '../team.ts';

const pauseMs = 150;
const messagesOfHistory = 20_000;

/** From Enter in one window until the message was painted in the other. */
async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const team = await startTeam(messagesOfHistory);
  const windows: MeasuredWindow[] = [];
  try {
    windows.push(await openConversation(team, 0, 'Ben'));
    windows.push(await openConversation(team, 1, 'Anna'));
    const [from, to] = windows;
    if (from === undefined || to === undefined) throw new Error('there are two windows');
    const medians: number[] = [];
    const p95s: number[] = [];
    for (let round = 0; round < (quick ? 3 : 7); round += 1) {
      const times = await measureSends(from, to, { count: quick ? 40 : 100, round });
      medians.push(percentile(times, 0.5));
      p95s.push(percentile(times, 0.95));
      progress(`p50 ${String(medians.at(-1))} ms, p95 ${String(p95s.at(-1))} ms`);
    }
    return {
      name: 'app-sends',
      figures: [
        {
          what: 'until a send appears in the other window, p50',
          unit: 'ms',
          summary: summarize(medians),
        },
      ],
      goals: [
        {
          what: 'until a send appears in the other window, p95, in ms',
          bound: { atMost: 50 },
          value: summarize(p95s),
        },
      ],
    };
  } finally {
    for (const window of windows) await window.quit();
    await team.end();
  }
}

async function openConversation(team: Team, person: number, other: string) {
  const profile = await team.profileOf(person, 0);
  const { window } = await MeasuredWindow.open('app', { profile, selector: listSelector });
  const conversation = { selector: listSelector, text: other };
  await window.inPage('whenPainted', conversation);
  await window.inPage('click', conversation);
  await window.inPage('whenPainted', { selector: '[data-testid=message]' });
  return window;
}

/** @returns milliseconds; the first ones, which warm the windows up, do not count */
async function measureSends(
  from: MeasuredWindow,
  to: MeasuredWindow,
  { count, round }: { count: number; round: number },
): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const text = `Round ${String(round)}, message ${String(index)}.`;
    const painted = to.inPage<number>('whenPainted', { selector: '[data-testid=message]', text });
    const pressedAt = await from.inPage<number>('send', { text });
    times.push((await painted) - pressedAt);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return times;
}

export const sends: Part = {
  name: 'app-sends',
  about: 'from Enter in one window to the message in another',
  run,
};
