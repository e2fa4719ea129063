import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { format, resolveConfig } from 'prettier';
import { plot } from './plot.ts';
import type { PartResult } from './part.ts';
import { describe, describeBound, describeOutcome } from './print.ts';

const page = 'docs/performance.md';
/** Where medians stand in sentences, each in a mark with its part and what it is. */
const capacityPage = 'docs/capacity.md';
const mark = /<!-- ([^:]+): (.+?) -->.*?<!-- \/ -->/gs;

/** Puts what was measured in its places in docs/performance.md, and draws what is to be drawn. */
export async function writeDocs(results: readonly PartResult[], command: string): Promise<void> {
  let text = readFileSync(page, 'utf8');
  for (const result of results) {
    const [begin, end] = [`<!-- ${result.name} -->`, `<!-- end of ${result.name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from === -1 || to === -1) throw new Error(`${page} has no place for ${result.name}`);
    text = text.slice(0, from + begin.length) + section(result, command) + text.slice(to);
    if (result.series !== undefined) {
      const picture = plot(result.series, result.across ?? '');
      writeFileSync(`docs/performance-${result.name}.svg`, picture);
    }
  }
  await write(page, text);
  await write(capacityPage, fillMarks(readFileSync(capacityPage, 'utf8'), text));
}

async function write(path: string, text: string): Promise<void> {
  const options = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...options, filepath: path }));
}

/** What the page of figures says of a part, in the rows of its tables. */
function fillMarks(text: string, figures: string): string {
  return text.replace(mark, (_all, part: string, what: string) => {
    const [from, to] = [`<!-- ${part} -->`, `<!-- end of ${part} -->`].map((each) =>
      figures.indexOf(each),
    );
    const rows = figures.slice(from, to).split('\n');
    const row = rows.find((each) => each.split('|')[1]?.trim() === what);
    const value = /\| *([\d,.]+) \(/.exec(row ?? '')?.[1] ?? '(not measured yet)';
    return `<!-- ${part}: ${what} -->${value}<!-- / -->`;
  });
}

function section({ figures, goals }: PartResult, command: string): string {
  const [processor] = cpus();
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  const lines = [
    `\n\n\`${command}\`, ${new Date().toISOString().slice(0, 10)}, on ${String(cpus().length)} × ` +
      `${processor?.model.trim() ?? 'unknown'}, ${String(gibibytes)} GiB, Node ${process.versions.node}:\n`,
    '| goal | bound | median (least to most) | |',
    '| --- | --- | --- | --- |',
    ...goals.map((goal) => {
      const value = goal.value === null ? (goal.note ?? '') : describe(goal.value);
      return `| ${goal.what} | ${describeBound(goal)} | ${value} | ${describeOutcome(goal)} |`;
    }),
    '',
    '| measured | median (least to most) |',
    '| --- | --- |',
    ...figures.map(({ what, unit, summary }) => `| ${what} | ${describe(summary)} ${unit} |`),
    '',
    '',
  ];
  return lines.join('\n');
}
