import { isMet } from './part.ts';
import type { Goal, PartResult } from './part.ts';
import type { Summary } from './statistics.ts';

function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

export function describe({ median, least, most }: Summary): string {
  return `${figure(median)} (${figure(least)} to ${figure(most)})`;
}

export function describeBound({ bound }: Goal): string {
  return 'atLeast' in bound ? `>= ${bound.atLeast}` : `<= ${bound.atMost}`;
}

export function describeOutcome(goal: Goal): string {
  const met = isMet(goal);
  return met === null ? 'not measured' : met ? 'met' : 'not met';
}

/** Medians, with the least and the most of the repetitions behind them. */
export function printResults(results: readonly PartResult[], { json }: { json: boolean }): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(results)}\n`);
    return;
  }
  const lines = results.flatMap(({ name, figures, goals }) => [
    '',
    name,
    ...figures.map(({ what, unit, summary }) => `  ${what}: ${describe(summary)} ${unit}`),
    ...goals.map(
      (goal) =>
        `  ${describeOutcome(goal).padEnd(12)} ${goal.what}: ` +
        `${goal.value === null ? (goal.note ?? '') : describe(goal.value)} (goal ${describeBound(goal)})`,
    ),
  ]);
  process.stdout.write(`${lines.join('\n')}\n`);
}
