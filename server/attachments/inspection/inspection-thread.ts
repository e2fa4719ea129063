import { parentPort } from 'node:worker_threads';
import { inspect } from './inspect.ts';
import { Refusal } from './inspection.ts';
import type { InspectionAnswer, InspectionTask } from './inspection.ts';

/** A thread that strangers' files are opened in: it may be ended at any time, and takes nothing along. */
parentPort?.on('message', (task: InspectionTask) => {
  void answerTo(task).then((answer) => {
    parentPort?.postMessage(answer);
  });
});

/** The edge of the thread: whatever is thrown goes over as an answer. */
async function answerTo(task: InspectionTask): Promise<InspectionAnswer> {
  try {
    return { kind: 'found', findings: await inspect(task) };
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    return { kind: cause instanceof Refusal ? 'refused' : 'failed', detail };
  }
}
