import { Worker } from 'node:worker_threads';
import { AppError } from '#protocol/errors.ts';
import { StartupError } from '../startup-error.ts';
import type { CommittedEvent } from './handles.ts';
import type {
  BatchAnswer,
  OperationCall,
  OperationOutcome,
  ThreadAnswer,
  ThreadOptions,
  ThreadRequest,
} from './thread-messages.ts';

interface Waiting {
  call: OperationCall;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** While one batch commits the next one is already with the thread, so that it never idles. */
const batchesInFlightMax = 2;
/** Bounds the time that one commit keeps its callers waiting. */
const callsPerBatchMax = 512;

/** The near end of a database thread: collects calls into batches and hands out the answers. */
export class ThreadClient {
  readonly #worker: Worker;
  /** Hears of the events of each batch before the batch's callers do. */
  onCommitted: ((events: CommittedEvent[]) => void) | undefined;
  #queue: Waiting[] = [];
  readonly #inFlight: Waiting[][] = [];
  readonly #checkpoints: ((complete: boolean) => void)[] = [];
  #flushScheduled = false;
  #closed: (() => void) | undefined;
  #failure: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /**
   * Starts a thread and waits until its connection is open and, for the writer, migrated.
   * @throws StartupError with the thread's own sentence.
   */
  static async start(options: ThreadOptions): Promise<ThreadClient> {
    const fromSource = import.meta.url.endsWith('.ts');
    const entry = fromSource ? './database-thread-from-source.mjs' : './database-thread.js';
    const worker = new Worker(new URL(entry, import.meta.url), { workerData: options });
    const client = new ThreadClient(worker);
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (message: ThreadAnswer) => {
        if (message.kind === 'ready') resolve();
        else reject(new StartupError(message.kind === 'failed' ? message.detail : message.kind));
      });
    });
    worker.removeAllListeners('error');
    client.#listen();
    return client;
  }

  /** Queues an operation; resolves with its value once it is done and, for writes, on disk. */
  call(call: OperationCall): Promise<unknown> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#queue.push({ call, resolve, reject });
      this.#scheduleFlush();
    });
  }

  /** Empties the write-ahead log; answers whether it could. */
  checkpoint(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#checkpoints.push(resolve);
      this.#post({ kind: 'checkpoint' });
    });
  }

  /** Finishes what was queued, then closes the connection. */
  async close(): Promise<void> {
    while (this.#queue.length > 0 && this.#failure === undefined) {
      this.#flush();
      if (this.#queue.length > 0) await this.#nextAnswer();
    }
    if (this.#failure !== undefined) return;
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
      this.#post({ kind: 'close' });
    });
  }

  #nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      this.#worker.once('message', () => {
        resolve();
      });
    });
  }

  #listen(): void {
    this.#worker.on('message', (message: ThreadAnswer) => {
      if (message.kind === 'batch') this.#settle(message);
      else if (message.kind === 'checkpoint') this.#checkpoints.shift()?.(message.complete);
      else if (message.kind === 'closed') this.#closed?.();
    });
    this.#worker.on('error', (error) => {
      this.#fail(error);
    });
    this.#worker.on('exit', () => {
      this.#fail(new Error('the database thread has ended'));
      this.#closed?.();
    });
  }

  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    // After the input that is ready now has been read, so that its calls share a commit.
    setImmediate(() => {
      this.#flushScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    while (this.#queue.length > 0 && this.#inFlight.length < batchesInFlightMax) {
      const batch = this.#queue.slice(0, callsPerBatchMax);
      this.#queue = this.#queue.slice(callsPerBatchMax);
      this.#inFlight.push(batch);
      this.#post({ kind: 'batch', calls: batch.map((each) => each.call) });
    }
  }

  #settle(answer: BatchAnswer): void {
    const batch = this.#inFlight.shift() ?? [];
    // Events go out in the order of their commits, before the callers go on.
    if (answer.events.length > 0) this.onCommitted?.(answer.events);
    answer.outcomes.forEach((outcome, index) => {
      const waiting = batch[index];
      if (waiting !== undefined) settleOne(waiting, outcome);
    });
    this.#flush();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const waiting of [...this.#inFlight.splice(0).flat(), ...this.#queue.splice(0)]) {
      waiting.reject(this.#failure);
    }
  }

  #post(request: ThreadRequest): void {
    this.#worker.postMessage(request);
  }
}

function settleOne(waiting: Waiting, outcome: OperationOutcome): void {
  if (outcome.ok) {
    waiting.resolve(outcome.value);
  } else if (outcome.code !== null) {
    waiting.reject(new AppError(outcome.code, { detail: outcome.detail }));
  } else {
    const error = new Error(
      `${waiting.call.repository}.${waiting.call.operation}: ${outcome.detail}`,
    );
    error.stack = outcome.stack;
    waiting.reject(error);
  }
}
