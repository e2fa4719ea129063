/** Loaded before everything else in each Node process and thread of a run that counts branches. */
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { writeCounts } from './counts.mjs';
import { keepCountsOfEndedThreads } from './ended-threads.mjs';

process.once('exit', writeCounts);
keepCountsOfEndedThreads();
if (isMainThread) {
  process.once('SIGTERM', () => {
    // Who listens for it ends in a way of its own; all others would end at once.
    if (process.listenerCount('SIGTERM') > 0) return;
    writeCounts();
    process.kill(process.pid, 'SIGTERM');
  });
}
// The built server counts by itself. For all others: before tsx, which so gets its sources from here.
if (process.argv[1]?.includes('/out/server/') !== true) register('./loader.mjs', import.meta.url);
