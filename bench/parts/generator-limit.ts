import { Program } from '../load/program.ts';
import type { SendsAnswer } from '../load/sends.ts';
import type { Figure, Part } from '../report/part.ts';
import { summarize } from '../report/statistics.ts';

const rounds = 3;
const lanes = 64;

/** Requests a second that the load generator gets through when the server does nothing but answer. */
async function measure(seconds: number): Promise<Figure> {
  const program = await Program.start<{ url: string }>('bench/peers/bare-uws.ts', []);
  const generator = await Program.start('bench/load/generator.ts', []);
  const senders = Array.from({ length: lanes }, () => ({ path: '/echo', token: 'none' }));
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const job = { kind: 'sends', url: program.ready.url, senders, seconds, warmUpSeconds: 0.2 };
    rates.push((await generator.ask<SendsAnswer>(job)).perSecond);
  }
  await generator.stop();
  await program.stop();
  return {
    what: "the generator's own limit, a bare echo",
    unit: 'requests/s',
    summary: summarize(rates),
  };
}

/** The parts, each with what the generator can do at most beside its results; measured once a run. */
export function withGeneratorLimit(parts: readonly Part[]): Part[] {
  let limit: Promise<Figure> | null = null;
  return parts.map((part) => ({
    ...part,
    run: async (options) => {
      limit ??= measure(options.quick ? 0.3 : 2);
      const figure = await limit;
      const result = await part.run(options);
      return { ...result, figures: [...result.figures, figure] };
    },
  }));
}
