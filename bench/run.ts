/**
 * `npm run bench`: what is measured, the peers and the raw limits, in one run. `--quick` takes less
 * time and data, `--json` is for programs, `--docs` puts the results in docs/performance.md.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parts } from './parts/index.ts';
import { writeDocs } from './report/docs.ts';
import { printResults } from './report/print.ts';
import type { PartResult } from './report/part.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
});

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
const results: PartResult[] = [];
for (const part of chosen) {
  process.stderr.write(`${part.name}\n`);
  results.push(
    await part.run({
      quick: values.quick,
      cacheFolder: join(tmpdir(), 'future-talk-bench-cache'),
      progress: (line) => process.stderr.write(`  ${line}\n`),
    }),
  );
}
printResults(results, { json: values.json });
if (values.docs) {
  await writeDocs(results, ['npm run bench --', ...process.argv.slice(2)].join(' '));
}
