import type { Part, PartOptions, PartResult } from '../../report/part.ts';
import { ratios, summarize } from '../../report/statistics.ts';
import { MeasuredWindow } from '../measured-window.ts';
import type { WindowKind } from '../measured-window.ts';
import { conversationCount, listSelector, newProfile, removeProfile, startTeam } from '../team.ts';

const cachedMessages = 100_000;
/** Until what was begun at the start has come to rest. */
const settleMs = 6_000;

interface Measured {
  usableMs: number[];
  memoryMebibytes: number[];
}

/** From no process to the list on the screen, and what the app then takes up. */
async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  progress(`filling a cache with ${cachedMessages.toLocaleString('en')} messages`);
  const team = await startTeam(cachedMessages);
  const emptyProfile = newProfile();
  try {
    const profiles = { app: await team.profileOf(0, cachedMessages), empty: emptyProfile };
    const measured: Record<WindowKind, Measured> = {
      app: { usableMs: [], memoryMebibytes: [] },
      empty: { usableMs: [], memoryMebibytes: [] },
    };
    // The first round only warms the caches of the operating system and of Chromium.
    for (let round = 0; round <= (quick ? 3 : 9); round += 1) {
      for (const kind of ['empty', 'app'] as const) {
        const once = await measureOnce(kind, profiles[kind]);
        progress(
          `${kind}: usable after ${once.usableMs.toFixed(0)} ms, ${once.memoryMebibytes.toFixed(0)} MiB`,
        );
        if (round === 0) continue;
        measured[kind].usableMs.push(once.usableMs);
        measured[kind].memoryMebibytes.push(once.memoryMebibytes);
      }
    }
    return resultOf(measured.app, measured.empty, await clickAtOnce(profiles.app));
  } finally {
    await team.end();
    removeProfile(emptyProfile);
  }
}

async function measureOnce(kind: WindowKind, profile: string) {
  const selector = kind === 'app' ? listSelector : '#content';
  const { window, usableMs } = await MeasuredWindow.open(kind, { profile, selector });
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const memoryMebibytes = window.memoryBytes() / 1024 ** 2;
  await window.quit();
  return { usableMs, memoryMebibytes };
}

/** Until a click on the first conversation, as soon as it is painted, has its messages on the screen. */
async function clickAtOnce(profile: string): Promise<number> {
  const way = { profile, selector: listSelector, answer: '[data-testid=message]' };
  const { window, usableMs } = await MeasuredWindow.open('app', way);
  await window.quit();
  return usableMs;
}

function resultOf(app: Measured, empty: Measured, clickedMs: number): PartResult {
  const history = `${String(conversationCount)} conversations, ${cachedMessages.toLocaleString('en')} cached messages`;
  return {
    name: 'app-start',
    figures: [
      { what: 'empty window, start', unit: 'ms', summary: summarize(empty.usableMs) },
      { what: 'app, start to the list', unit: 'ms', summary: summarize(app.usableMs) },
      {
        what: 'app, start to the messages of a conversation that is clicked at once',
        unit: 'ms',
        summary: summarize([clickedMs]),
      },
      { what: 'empty window, memory', unit: 'MiB', summary: summarize(empty.memoryMebibytes) },
      { what: 'app, memory', unit: 'MiB', summary: summarize(app.memoryMebibytes) },
    ],
    goals: [
      {
        what: 'start to the conversation list usable, times an empty window',
        bound: { atMost: 1.5 },
        value: summarize(ratios(app.usableMs, empty.usableMs)),
      },
      {
        what: `memory with ${history}, times an empty window`,
        bound: { atMost: 1.3 },
        value: summarize(ratios(app.memoryMebibytes, empty.memoryMebibytes)),
      },
    ],
  };
}

export const start: Part = {
  name: 'app-start',
  about: 'start and memory, beside an empty window',
  run,
};
