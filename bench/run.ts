/** `npm run bench`: what is measured, the peers and the raw limits, in one run. */
import { withGeneratorLimit } from './parts/generator-limit.ts';
import { parts } from './parts/index.ts';
import { runParts } from './report/run-parts.ts';

await runParts(withGeneratorLimit(parts), 'npm run bench --');
