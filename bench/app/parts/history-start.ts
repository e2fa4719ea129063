import type { Part, PartOptions, PartResult } from '../../report/part.ts';
import { ratios, summarize } from '../../report/statistics.ts';
import { MeasuredWindow } from '../measured-window.ts';
import { listSelector, startTeam } from '../team.ts';
import type { Team } from '../team.ts';

/** As many as the app of somebody who has looked at all of it would have kept. */
const cachedMost = 100_000;

/** The same people and conversations, with little behind them and with much. */
async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const [least, most] = quick ? [1_000, 100_000] : [1_000, 1_000_000];
  const teams: Team[] = [];
  const opened: { profile: string; usableMs: number[] }[] = [];
  try {
    for (const count of [least, most]) {
      progress(`a history of ${count.toLocaleString('en')} messages`);
      const team = await startTeam(count);
      teams.push(team);
      const profile = await team.profileOf(0, Math.min(count, cachedMost));
      opened.push({ profile, usableMs: [] });
    }
    for (let round = 0; round <= (quick ? 3 : 9); round += 1) {
      for (const { profile, usableMs } of opened) {
        const once = await MeasuredWindow.open('app', { profile, selector: listSelector });
        await once.window.quit();
        progress(`usable after ${once.usableMs.toFixed(0)} ms`);
        if (round > 0) usableMs.push(once.usableMs);
      }
    }
  } finally {
    for (const team of teams) await team.end();
  }
  return resultOf(
    [least, most],
    opened.map(({ usableMs }) => usableMs),
  );
}

function resultOf(counts: readonly number[], times: readonly number[][]): PartResult {
  const named = counts.map((count) => count.toLocaleString('en'));
  return {
    name: 'app-history',
    figures: times.map((values, index) => ({
      what: `start to the list with ${named[index] ?? ''} messages of history`,
      unit: 'ms',
      summary: summarize(values),
    })),
    goals: [
      {
        what: `start with ${named[1] ?? ''} messages of history, times with ${named[0] ?? ''}`,
        bound: { atMost: 1.1 },
        value: summarize(ratios(times[1] ?? [], times[0] ?? [])),
      },
    ],
  };
}

export const historyStart: Part = {
  name: 'app-history',
  about: 'start with a short history and with a long one',
  run,
};
