import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { recordFuzzFigures } from '../../support/fuzz/fuzz-figures.ts';
import type { NoiseFindings, NoiseJob } from '../../support/fuzz/noise-program.ts';
import { noiseTargets } from '../../support/fuzz/noise-targets.ts';

/** By hand: NOISE_MUTATIONS=10000000 NOISE_SEED=… npm run test:integration -- noise-fuzz */
const mutations = Number(process.env['NOISE_MUTATIONS'] ?? 20_000);
const seed = Number(process.env['NOISE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const secondsMax = Number(process.env['NOISE_SECONDS'] ?? 86_400);
const timeoutMs = 120_000 + mutations * 5;

const repository = path.resolve(import.meta.dirname, '../../..');
const program = path.join(repository, 'test/support/fuzz/noise-program.ts');
/** Puts counters into the source before tsx gets it: they say what an input has reached. */
const counting = path.join(repository, 'scripts/coverage/preload.mjs');

async function fuzz(target: number): Promise<NoiseFindings> {
  const share = Math.ceil(mutations / noiseTargets.length);
  const job: NoiseJob = { target, seed, mutations: share, secondsMax };
  const args = ['--import', counting, '--import', 'tsx', program, JSON.stringify(job)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as NoiseFindings;
}

it(
  `${String(mutations)} changed handshakes, frames and records, seed ${String(seed)}: no crash, nothing accepted`,
  async () => {
    const all = await Promise.all(noiseTargets.map((_, target) => fuzz(target)));
    const sum = (of: (findings: NoiseFindings) => number) =>
      all.reduce((total, findings) => total + of(findings), 0);
    for (const [place, { accepted, crashes, corpus }] of all.entries()) {
      const { about } = noiseTargets[place] ?? {};
      expect({ about, accepted, crashes }).toEqual({ about, accepted: [], crashes: [] });
      // Otherwise nothing guides it.
      expect(corpus).toBeGreaterThan(1);
    }
    recordFuzzFigures('noise-fuzz', ['NOISE_MUTATIONS', 'NOISE_SECONDS'], {
      'changed handshakes, frames and records': sum(({ done }) => done),
      'of these, reached what none before them had': sum(({ corpus }) => corpus),
      crashes: sum(({ crashes }) => crashes.length),
      'accepted that must not be': sum(({ accepted }) => accepted.length),
    });
  },
  timeoutMs,
);
