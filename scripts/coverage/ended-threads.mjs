import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { BroadcastChannel, isMainThread, threadId, Worker } from 'node:worker_threads';
import { writeCounts } from './counts.mjs';

/** One that is at work does not answer; what it counts then is lost. */
const patienceMs = 2_000;

/** @param {number} id */
const channelTo = (id) => new BroadcastChannel(`count-branches-${String(id)}`);

/** Whoever terminates a thread lets it write its counts before: such a thread hears of no exit. */
export function keepCountsOfEndedThreads() {
  const { terminate } = Worker.prototype;
  Worker.prototype.terminate = async function () {
    const channel = channelTo(this.threadId);
    const written = once(channel, 'message');
    channel.postMessage('write');
    await Promise.race([written, once(this, 'exit'), wait(patienceMs, undefined, { ref: false })]);
    channel.close();
    return terminate.call(this);
  };
  if (isMainThread) return;
  const channel = channelTo(threadId);
  channel.onmessage = () => {
    writeCounts();
    channel.postMessage('written');
  };
  channel.unref();
}
