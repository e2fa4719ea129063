import { afterAll } from 'vitest';
import { writeCounts } from './counts.mjs';

// A fork of vitest's is killed when its file is done.
afterAll(writeCounts);
