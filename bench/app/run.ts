/** `npm run bench:app`: the real app beside an empty window of the same Electron, in one run. */
import { runParts } from '../report/run-parts.ts';
import { parts } from './parts/index.ts';

await runParts(parts, 'npm run bench:app --');
