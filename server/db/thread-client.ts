import { Worker } from 'node:worker_threads';
import { AppError } from '#protocol/errors.ts';
import { StartupError } from '../startup-error.ts';
import { Histogram } from '../watching/histogram.ts';
import type { CommittedEvent } from './handles.ts';
import type { Upgrade } from './migrate.ts';
import type { CheckedPages } from './page-check.ts';
import type {
  DoneBatch,
  OperationCall,
  OperationOutcome,
  ThreadAnswer,
  ThreadOptions,
  ThreadRequest,
  ThreadStart,
} from './thread-messages.ts';

interface Waiting {
  call: OperationCall;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Answer<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

interface Patient {
  waiting: Waiting;
  /** Runs out when there was no pause for too long. */
  timer: NodeJS.Timeout;
}

/** While one batch commits the next one is already with the thread, so that it never idles. */
const batchesInFlightMax = 2;
/** Bounds the time that one commit keeps its callers waiting. */
const callsPerBatchMax = 512;
/** How long work in the background is put off where the thread never pauses. */
const patienceMs = 1_000;

/** The near end of a database thread: collects calls into batches and hands out the answers. */
export class ThreadClient {
  readonly #worker: Worker;
  /** Hears of the events of each batch before the batch's callers do. */
  onCommitted: ((events: CommittedEvent[]) => void) | undefined;
  /** A batch is done, whatever came of it; before its callers hear of it. So many pages of the log are not in the file. */
  onBatchDone: ((pagesBehind: number) => void) | undefined;
  /** An operation has met what is damaged. */
  onDamage: (() => void) | undefined;
  readonly batchSizes = new Histogram([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
  readonly batchSeconds = new Histogram([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]);
  #queue: Waiting[] = [];
  readonly #inFlight: Waiting[][] = [];
  readonly #patient: Patient[] = [];
  readonly #checkpoints: ((complete: boolean) => void)[] = [];
  readonly #pageChecks: Answer<CheckedPages>[] = [];
  readonly #damageNamings: Answer<string[]>[] = [];
  readonly #wakers: (() => void)[] = [];
  #flushScheduled = false;
  #isHeld = false;
  #closed: (() => void) | undefined;
  #failure: Error | undefined;
  #refusal: AppError | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /**
   * Starts a thread and waits until its connection is open and, for the writer, migrated; told when that begins.
   * @throws StartupError with the thread's own sentence.
   */
  static async start(
    options: ThreadOptions,
    onUpgrade: (upgrade: Upgrade) => void = () => undefined,
  ): Promise<ThreadClient> {
    const fromSource = import.meta.url.endsWith('.ts');
    const entry = fromSource ? './database-thread-from-source.mjs' : './database-thread.js';
    const worker = new Worker(new URL(entry, import.meta.url), { workerData: options });
    const client = new ThreadClient(worker);
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.on('message', (message: ThreadStart) => {
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'upgrading') onUpgrade(message.upgrade);
        else reject(new StartupError(message.detail));
      });
    });
    worker.removeAllListeners('error');
    worker.removeAllListeners('message');
    client.#listen();
    return client;
  }

  /** Operations that have been asked for and are not done. */
  get waitingCount(): number {
    const inFlight = this.#inFlight.reduce((sum, batch) => sum + batch.length, 0);
    return this.#queue.length + this.#patient.length + inFlight;
  }

  /** Queues an operation; resolves with its value once it is done and, for writes, on disk. */
  call(call: OperationCall): Promise<unknown> {
    const refusal = this.#failure ?? this.#refusal;
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#queue.push({ call, resolve, reject });
      this.#scheduleFlush();
    });
  }

  /** The same, in a batch of its own when nothing else waits: what comes meanwhile goes first. */
  callInPause(call: OperationCall): Promise<unknown> {
    const refusal = this.#failure ?? this.#refusal;
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      const waiting = { call, resolve, reject };
      const timer = setTimeout(() => {
        const index = this.#patient.findIndex((each) => each.waiting === waiting);
        this.#patient.splice(index, 1);
        this.#queue.push(waiting);
        this.#flush();
      }, patienceMs);
      this.#patient.push({ waiting, timer });
      this.#scheduleFlush();
    });
  }

  /** What is asked from now on waits until `goOn`; resolves once nothing is under way. */
  async hold(): Promise<void> {
    this.#isHeld = true;
    while (this.#inFlight.length > 0) await this.#nextAnswer();
  }

  goOn(): void {
    this.#isHeld = false;
    this.#flush();
  }

  /** What waits because of `hold`, and whatever is asked from now on, is never done. */
  refuseHeld(): void {
    if (!this.#isHeld) return;
    this.#refusal = new AppError('SERVER_MOVED');
    const waiting = [...this.#queue.splice(0), ...this.#losePatience()];
    for (const each of waiting) each.reject(this.#refusal);
  }

  /** Moves the write-ahead log into the file, the writer empties it; answers whether all of it could be. */
  checkpoint(): Promise<boolean> {
    if (this.#failure !== undefined) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#checkpoints.push(resolve);
      this.#post({ kind: 'checkpoint' });
    });
  }

  /** @param from 1 is the first page */
  checkPages(from: number, count: number): Promise<CheckedPages> {
    return this.#ask(this.#pageChecks, { kind: 'check-pages', from, count });
  }

  /** The tables of which something cannot be read; walks through all of the database. */
  damagedTables(pages: readonly number[]): Promise<string[]> {
    return this.#ask(this.#damageNamings, { kind: 'name-damage', pages });
  }

  /** Finishes what was queued, then closes the connection. */
  async close(): Promise<void> {
    this.refuseHeld();
    this.#queue.push(...this.#losePatience());
    this.#flush();
    while (this.#queue.length > 0) await this.#nextAnswer();
    if (this.#failure !== undefined) return;
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
      this.#post({ kind: 'close' });
    });
  }

  /** Resolves when a batch is done, or none will be any more. */
  #nextAnswer(): Promise<void> {
    return new Promise((resolve) => this.#wakers.push(resolve));
  }

  #wake(): void {
    for (const wake of this.#wakers.splice(0)) wake();
  }

  #listen(): void {
    this.#worker.on('message', (message: ThreadAnswer) => {
      if (message.kind === 'batch') this.#settle(message);
      else if (message.kind === 'checkpoint') this.#checkpoints.shift()?.(message.complete);
      else if (message.kind === 'check-pages') this.#pageChecks.shift()?.resolve(message.answer);
      else if (message.kind === 'name-damage') this.#damageNamings.shift()?.resolve(message.tables);
      else this.#closed?.();
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
    if (this.#isHeld) return;
    while (this.#queue.length > 0 && this.#inFlight.length < batchesInFlightMax) {
      const batch = this.#queue.slice(0, callsPerBatchMax);
      this.#queue = this.#queue.slice(callsPerBatchMax);
      this.#send(batch);
    }
    if (this.#inFlight.length > 0) return;
    const patient = this.#patient.shift();
    if (patient === undefined) return;
    clearTimeout(patient.timer);
    this.#send([patient.waiting]);
  }

  #send(batch: Waiting[]): void {
    this.#inFlight.push(batch);
    this.#post({ kind: 'batch', calls: batch.map((each) => each.call) });
  }

  #losePatience(): Waiting[] {
    return this.#patient.splice(0).map(({ waiting, timer }) => {
      clearTimeout(timer);
      return waiting;
    });
  }

  #settle(answer: DoneBatch): void {
    const batch = this.#inFlight.splice(0, 1).flat();
    this.batchSizes.count(batch.length);
    this.batchSeconds.count(answer.durationMs / 1000);
    // Events go out in the order of their commits, before the callers go on.
    if (answer.events.length > 0) this.onCommitted?.(answer.events);
    this.onBatchDone?.(answer.pagesBehind);
    const metDamage = answer.outcomes.some(
      (outcome) => !outcome.ok && outcome.code === 'DATABASE_DAMAGED',
    );
    if (metDamage) this.onDamage?.();
    answer.outcomes.forEach((outcome, index) => {
      settleOne(batch[index] as Waiting, outcome);
    });
    this.#flush();
    this.#wake();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    const all = [...this.#inFlight.splice(0).flat(), ...this.#queue.splice(0)];
    for (const waiting of [...all, ...this.#losePatience()]) waiting.reject(this.#failure);
    for (const resolve of this.#checkpoints.splice(0)) resolve(false);
    const asked = [...this.#pageChecks.splice(0), ...this.#damageNamings.splice(0)];
    for (const each of asked) each.reject(this.#failure);
    this.#wake();
  }

  #ask<T>(asked: Answer<T>[], request: ThreadRequest): Promise<T> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      asked.push({ resolve, reject });
      this.#post(request);
    });
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
