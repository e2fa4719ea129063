import type { Part, PartOptions, PartResult } from '../../report/part.ts';
import { median, percentile, ratios, summarize } from '../../report/statistics.ts';
import { MeasuredWindow } from '../measured-window.ts';
import type { WindowKind } from '../measured-window.ts';
import { listSelector, newProfile, removeProfile, startTeam } from '../team.ts';

const messageCount = 100_000;
/** A quick movement of the wheel: some 3,600 pixels a second on a screen of 60 Hz. */
const pixels = 60;
const frames = 600;
const scrolled = { selector: '[role=log]', rowSelector: '[data-key]', pixels, frames };

interface Run {
  intervalsMs: number[];
  blankFrames: number;
}

/** Scrolling through one long conversation, beside an empty box in an empty window. */
async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  progress(`one conversation of ${messageCount.toLocaleString('en')} messages`);
  const team = await startTeam(messageCount, [[0, 1]]);
  const emptyProfile = newProfile();
  try {
    const profiles = { app: await team.profileOf(0, messageCount), empty: emptyProfile };
    const runs: Record<WindowKind, Run[]> = { app: [], empty: [] };
    for (let round = 0; round <= (quick ? 2 : 6); round += 1) {
      for (const kind of ['empty', 'app'] as const) {
        const once = await scrollOnce(kind, profiles[kind]);
        progress(`${kind}: ${median(once.intervalsMs).toFixed(1)} ms a frame`);
        if (round > 0) runs[kind].push(once);
      }
    }
    return resultOf(runs.app, runs.empty);
  } finally {
    await team.end();
    removeProfile(emptyProfile);
  }
}

async function scrollOnce(kind: WindowKind, profile: string): Promise<Run> {
  const selector = kind === 'app' ? listSelector : '#content';
  const { window } = await MeasuredWindow.open(kind, { profile, selector });
  try {
    if (kind === 'app') {
      await window.inPage('click', { selector: listSelector });
      await window.inPage('whenPainted', { selector: scrolled.rowSelector });
    }
    return await window.inPage<Run>('scrollUp', scrolled);
  } finally {
    await window.quit();
  }
}

function resultOf(app: readonly Run[], empty: readonly Run[]): PartResult {
  const frameMs = (runs: readonly Run[]) => runs.map(({ intervalsMs }) => mean(intervalsMs));
  const slowMs = (runs: readonly Run[]) =>
    runs.map(({ intervalsMs }) => percentile(intervalsMs, 0.99));
  return {
    name: 'app-scroll',
    figures: [
      { what: 'empty box, time a frame', unit: 'ms', summary: summarize(frameMs(empty)) },
      { what: 'conversation, time a frame', unit: 'ms', summary: summarize(frameMs(app)) },
      { what: 'empty box, time a frame, p99', unit: 'ms', summary: summarize(slowMs(empty)) },
      { what: 'conversation, time a frame, p99', unit: 'ms', summary: summarize(slowMs(app)) },
    ],
    goals: [
      {
        what: `time a frame while scrolling ${messageCount.toLocaleString('en')} messages, times an empty box`,
        bound: { atMost: 1.1 },
        value: summarize(ratios(frameMs(app), frameMs(empty))),
      },
      {
        what: 'frames without the rows to scroll to',
        bound: { atMost: 0 },
        value: summarize(app.map(({ blankFrames }) => blankFrames)),
      },
    ],
  };
}

/** Of all frames, so that each one that was missed counts for what it cost. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export const scroll: Part = {
  name: 'app-scroll',
  about: 'scrolling through a long conversation, beside an empty box',
  run,
};
