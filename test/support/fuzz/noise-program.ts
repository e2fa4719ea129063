import { BranchFeedback } from './branch-feedback.ts';
import { Dice } from './dice.ts';
import { mutated } from './mutate.ts';
import { noiseTargets } from './noise-targets.ts';

export interface NoiseJob {
  /** Place in `noiseTargets`. */
  target: number;
  seed: number;
  mutations: number;
  /** It ends then, however many were done. */
  secondsMax: number;
}

export interface NoiseFindings {
  done: number;
  /** Inputs that reached what none before them had, from which others were made. */
  corpus: number;
  /** In hexadecimal: got further than they may; threw what is no NoiseError. */
  accepted: string[];
  crashes: string[];
}

const foundMost = 10;
/** Between two looks at the clock. */
const batch = 500;

/** Changes again and again what reached something new (run under the counters of `npm run coverage`). */
function fuzz({ target: place, seed, mutations, secondsMax }: NoiseJob): NoiseFindings {
  const target = noiseTargets[place];
  if (target === undefined) throw new Error(`no target ${String(place)}`);
  const dice = new Dice(seed);
  const feedback = new BranchFeedback('/protocol/noise/');
  if (target.take(target.transcript) !== target.transcript.length) throw new Error('refused as is');
  feedback.isNew();
  const corpus = [target.transcript];
  const accepted: string[] = [];
  const crashes: string[] = [];
  const endsAt = performance.now() + secondsMax * 1_000;
  let done = 0;
  for (; done < mutations; done += 1) {
    if (done % batch === 0 && performance.now() > endsAt) break;
    const input = mutated(dice.pick(corpus), dice);
    const changed = input.findIndex(
      (message, index) =>
        Buffer.compare(message, target.transcript[index] ?? Buffer.alloc(0)) !== 0,
    );
    const unchanged = changed === -1 ? Math.min(input.length, target.transcript.length) : changed;
    try {
      if (target.take(input) > target.mayTake(unchanged)) note(accepted, input);
    } catch (cause) {
      note(crashes, input, cause);
    }
    if (feedback.isNew()) corpus.push(input);
  }
  return { done, corpus: corpus.length - 1, accepted, crashes };
}

function note(found: string[], input: readonly Uint8Array[], cause?: unknown): void {
  if (found.length >= foundMost) return;
  const bytes = input.map((message) => Buffer.from(message).toString('hex')).join(' ');
  found.push(cause instanceof Error ? `${bytes} ${String(cause.stack)}` : bytes);
}

console.log(JSON.stringify(fuzz(JSON.parse(process.argv[2] ?? '') as NoiseJob)));
