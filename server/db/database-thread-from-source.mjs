import { loadThread } from '../load-thread-from-source.mjs';

await loadThread(import.meta.resolve('./database-thread.ts'));
