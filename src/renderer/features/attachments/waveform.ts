const barsMax = 64;

/** Loudness over time, `levels` from 0 to 1, drawn together into at most 64 values from 0 to 100. */
export function waveformOf(levels: readonly number[]): number[] {
  const count = Math.min(barsMax, levels.length);
  const loudest = Math.max(...levels.slice(0, 1), ...peaks(levels, count), 0.02);
  return peaks(levels, count).map((peak) => Math.round((100 * peak) / loudest));
}

function peaks(levels: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count));
    return levels.slice(from, to).reduce((highest, level) => Math.max(highest, level), 0);
  });
}
