import { parseArgs } from 'node:util';
import { cacheFolder } from '../../scripts/project.mjs';
import { writeDocs } from './docs.ts';
import { drawProfiles, startProfiling } from './profiles.ts';
import { printResults } from './print.ts';
import type { Part, PartResult } from './part.ts';

/**
 * Measures the parts that the command line names, or all of them. `--quick` takes less time and data,
 * `--json` is for programs, `--docs` puts the results in docs/performance.md, `--profile` draws where the server's
 * time goes, or of `sockets` its memory.
 * @param command as a person would type it, but for its arguments
 */
export async function runParts(parts: readonly Part[], command: string): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(helpOf(parts, command));
    return;
  }
  const unknown = positionals.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `No part ${unknown.join(', ')}; there are ${parts.map(({ name }) => name).join(', ')}\n`,
    );
    process.exit(2);
  }
  const chosen = parts.filter(({ name, longOnly }) =>
    positionals.length > 0 ? positionals.includes(name) : !(values.quick && longOnly === true),
  );
  const timed = chosen.filter(({ drawsItself }) => drawsItself !== true);
  if (values.profile && timed.length > 0) startProfiling();
  const results: PartResult[] = [];
  const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(0);
  const beganAt = performance.now();
  for (const part of chosen) {
    process.stderr.write(`${part.name}\n`);
    const partBeganAt = performance.now();
    results.push(
      await part.run({
        quick: values.quick,
        profile: values.profile,
        cacheFolder: cacheFolder('bench'),
        progress: (line) => process.stderr.write(`  ${line}\n`),
      }),
    );
    process.stderr.write(`  ${part.name} took ${seconds(partBeganAt)} s\n`);
  }
  process.stderr.write(`all together took ${seconds(beganAt)} s\n`);
  printResults(results, { json: values.json });
  if (values.profile && timed.length > 0) drawProfiles(timed.map(({ name }) => name).join('-'));
  if (values.docs) await writeDocs(results, [command, ...process.argv.slice(2)].join(' '));
}

function helpOf(parts: readonly Part[], command: string): string {
  const width = Math.max(...parts.map(({ name }) => name.length));
  const line = (name: string, about: string) => `  ${name.padEnd(width)}  ${about}`.trimEnd();
  return [
    `${command} [options] [part ...]`,
    '',
    'Measures the parts that are named, or all of them:',
    ...parts.map(({ name, about, longOnly }) =>
      line(name, `${about ?? ''}${longOnly === true ? ' (not with --quick, unless named)' : ''}`),
    ),
    '',
    'Options:',
    line('--quick', 'less time and data'),
    line('--json', 'the results for programs'),
    line('--docs', 'puts the results in docs/performance.md'),
    line('--profile', "draws where the server's time goes, or its memory"),
    line('--help', 'this'),
    '',
  ].join('\n');
}
