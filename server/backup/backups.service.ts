import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { BackupStatus, updateBackups } from '#protocol/backups.ts';
import { AppError } from '#protocol/errors.ts';
import type { Caller, Origin } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Repository } from '../db/repository.ts';
import { recoveryFileName } from '../keys/recovery-file.ts';
import { backupName } from './backup-files.ts';
import { derivePassphraseKey } from './backup-header.ts';
import type { BackupAnswer, BackupTask } from './backup-thread.ts';
import type { BackupPlan, backupsRepository } from './backups.repository.ts';

export interface BackupsOptions {
  repository: Repository<typeof backupsRepository>;
  permissions: Permissions;
  dataFolder: string;
  databaseKey: Uint8Array;
  identity: { publicKey: string };
  logger: Logger;
}

const hourMs = 3_600_000;
/** A computer that sleeps stops its timers, and its clock may be set: look again this often. */
const lookEveryMs = 30_000;
/** How soon to try again when a backup could not be made. */
const retryMs = hourMs;

/** Makes backups by itself and at a request, and tells how it went. */
export class BackupsService {
  readonly #options: BackupsOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: { worker: Worker; settled: Promise<void> } | null = null;
  #stopped = false;

  constructor(options: BackupsOptions) {
    this.#options = options;
  }

  /** Looks from now on whether it is time. */
  start(): void {
    this.#timer = setInterval(() => void this.#look(), lookEveryMs);
    this.#timer.unref();
    void this.#look();
  }

  /** Ends a backup that is being made. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running?.worker.terminate();
    await this.#running?.settled;
  }

  async status(caller: Caller): Promise<BackupStatus> {
    const { permissions, repository } = this.#options;
    permissions.requireAdmin(caller);
    // Looked at before the plan is read: the outcome of one that ends meanwhile may not be in it.
    const isRunning = this.#isRunning;
    return this.#present(await repository.plan(), isRunning);
  }

  /** For whoever watches over the server: no more than when, and whether something is wrong. */
  async outlook(): Promise<{ lastAt: number | null; isFailing: boolean; isOverdue: boolean }> {
    const { everyHours, last, problem, plannedAt } = await this.#options.repository.plan();
    const lastAt = last?.at ?? null;
    const overdueAt =
      everyHours === null
        ? Number.POSITIVE_INFINITY
        : (lastAt ?? plannedAt) + 2 * everyHours * hourMs;
    return { lastAt, isFailing: problem !== null, isOverdue: Date.now() > overdueAt };
  }

  /** @throws AppError FORBIDDEN for a folder that is named from another computer. */
  async change(
    caller: Caller,
    origin: Origin,
    { folder, every_hours, keep, passphrase }: z.output<typeof updateBackups.body>,
  ): Promise<BackupStatus> {
    const { permissions, repository } = this.#options;
    permissions.requireAdmin(caller);
    if (folder !== undefined) requireFolder(origin, folder);
    const isRunning = this.#isRunning;
    const plan = await repository.change({
      ...(folder !== undefined && { folder: normalize(folder) }),
      ...(every_hours !== undefined && { everyHours: every_hours }),
      ...(keep !== undefined && { keep }),
      ...(passphrase !== undefined && {
        passphrase: passphrase === null ? null : await derivePassphraseKey(passphrase),
      }),
    });
    return this.#present(plan, isRunning);
  }

  /** Begins a backup unless one is being made. */
  async begin(caller: Caller): Promise<BackupStatus> {
    this.#options.permissions.requireAdmin(caller);
    const plan = await this.#options.repository.plan();
    this.#run(plan);
    return this.#present(plan, this.#isRunning);
  }

  async #look(): Promise<void> {
    try {
      const plan = await this.#options.repository.plan();
      const nextAt = nextTime(plan);
      if (nextAt !== null && Date.now() >= nextAt) this.#run(plan);
    } catch (error) {
      if (!this.#stopped) this.#options.logger.error({ err: error }, 'no look at the backups');
    }
  }

  #run(plan: BackupPlan): void {
    if (this.#running !== null || this.#stopped) return;
    const { dataFolder, databaseKey } = this.#options;
    const folder = this.#folderOf(plan);
    // Only the folder of our own is made: another one may be a stick that is not there.
    if (plan.folder === null) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const prefix = this.#prefix();
    const task: BackupTask = {
      ...{ dataFolder, databaseKey, folder, prefix },
      passphrase: plan.passphrase,
      fileName: backupName(new Date(), prefix),
      keep: plan.keep,
    };
    const worker = newWorker(task);
    const settled = answerOf(worker)
      .then((answer) => this.#note(answer))
      .catch((error: unknown) => {
        this.#options.logger.error({ err: error }, 'it could not be noted how the backup went');
      })
      .finally(() => {
        this.#running = null;
      });
    this.#running = { worker, settled };
  }

  async #note(answer: BackupAnswer): Promise<void> {
    if (this.#stopped) return;
    const { repository, logger } = this.#options;
    if (answer.kind === 'made') {
      await repository.succeeded(answer);
      return;
    }
    logger.error({ detail: answer.detail }, 'the backup was not made');
    await repository.failed(answer.problem);
  }

  #folderOf(plan: BackupPlan): string {
    return plan.folder ?? join(this.#options.dataFolder, 'backups');
  }

  /** Names of this server's own: another server may keep its backups in the same folder. */
  #prefix(): string {
    const hash = createHash('sha256').update(this.#options.identity.publicKey).digest('hex');
    return `future-talk-auto-${hash.slice(0, 8)}`;
  }

  get #isRunning(): boolean {
    return this.#running !== null;
  }

  #present(plan: BackupPlan, isRunning: boolean): BackupStatus {
    const { last, problem } = plan;
    const nextAt = nextTime(plan);
    return {
      folder: this.#folderOf(plan),
      every_hours: plan.everyHours,
      keep: plan.keep,
      has_passphrase: plan.passphrase !== null,
      has_recovery_key: existsSync(join(this.#options.dataFolder, recoveryFileName)),
      is_running: isRunning,
      last: last && { ...last, at: new Date(last.at).toISOString() },
      problem: problem && { ...problem, at: new Date(problem.at).toISOString() },
      next_at: nextAt === null ? null : new Date(nextAt).toISOString(),
    };
  }
}

/** When the next one is due; null where none is made by itself. */
function nextTime({ everyHours, last, problem, plannedAt }: BackupPlan): number | null {
  if (everyHours === null) return null;
  const everyMs = everyHours * hourMs;
  if (problem !== null) return problem.at + Math.min(everyMs, retryMs);
  // The first one is made at once: until then there is none.
  return last === null ? plannedAt : last.at + everyMs;
}

/** Whoever chooses where files are written on a computer has to sit at it. */
function requireFolder({ isLoopback }: Origin, folder: string): void {
  if (!isLoopback) {
    const detail = 'The folder can be chosen only on the computer that serves';
    throw new AppError('FORBIDDEN', { detail });
  }
  if (isAbsolute(folder) && isFolder(folder)) return;
  throw new AppError('VALIDATION_ERROR', {
    fields: [{ path: 'body.folder', message: 'There is no such folder' }],
  });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Whatever keeps it from being looked at keeps backups from being written there.
    return false;
  }
}

function newWorker(task: BackupTask): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const entry = fromSource ? './backup-thread-from-source.mjs' : './backup-thread.js';
  return new Worker(new URL(entry, import.meta.url), { workerData: task });
}

function answerOf(worker: Worker): Promise<BackupAnswer> {
  return new Promise((resolve) => {
    const failed = (detail: string) => {
      resolve({ kind: 'failed', problem: 'failed', detail });
    };
    worker.once('message', resolve);
    worker.once('error', (error) => {
      failed(error.message);
    });
    worker.once('exit', () => {
      failed('the thread has ended');
    });
  });
}
