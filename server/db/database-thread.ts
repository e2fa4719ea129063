import { parentPort, workerData } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { damagedSentence, damagedTables, isDamage } from './damage.ts';
import { describeFailure, GroupCommit } from './group-commit.ts';
import { Statements } from './handles.ts';
import { upgrade } from './migrate.ts';
import { moveLog } from './move-log.ts';
import { openDatabase, openForWriting } from './open-database.ts';
import { PageCheck } from './page-check.ts';
import { repositories } from './repositories.ts';
import type {
  BatchAnswer,
  DoneBatch,
  HandedOver,
  OperationCall,
  OperationOutcome,
  ThreadAnswer,
  ThreadOptions,
  ThreadRequest,
  ThreadStart,
} from './thread-messages.ts';

/**
 * Frames of the log, of a page each, from which on the writer itself moves the little that the checkpointer has not,
 * so that the log begins anew; and from which on it moves whatever there is.
 */
const logFrames = { enough: 8_000, most: 24_000 };
/** To move so many takes a few milliseconds, in which what is sent waits. */
const littleFrames = 200;

/** A thread with one connection: writer, reader or checkpointer. Disks are waited for only here. */
function serve(options: ThreadOptions): void {
  const { file, key, role } = options;
  const database = role === 'writer' ? openForWriting({ file, key }) : openDatabase({ file, key });
  if (role === 'writer') {
    upgrade(database, file, (begun) => {
      answer({ kind: 'upgrading', upgrade: begun });
    });
    database.pragma('wal_autocheckpoint=0');
  }
  let pages: PageCheck | undefined;
  const runBatch = role === 'writer' ? writer(database) : reader(database);
  parentPort?.on('message', (request: ThreadRequest) => {
    switch (request.kind) {
      case 'batch': {
        const done = timed(() => runBatch(request.calls));
        const log = role === 'writer' ? lookAtLog(database) : noLog;
        answer({ kind: 'batch', ...done, pagesBehind: log.behind }, handedOver(done));
        beginLogAnew(database, log);
        break;
      }
      case 'checkpoint':
        answer({ kind: 'checkpoint', complete: checkpoint(database, role) });
        break;
      case 'check-pages':
        pages ??= new PageCheck(file, key);
        answer({ kind: 'check-pages', answer: pages.check(request.from, request.count) });
        break;
      case 'name-damage':
        answer({ kind: 'name-damage', tables: damagedTables(database, request.pages) });
        break;
      case 'close':
        pages?.close();
        database.close();
        answer({ kind: 'closed' });
        parentPort?.close();
        break;
    }
  });
  answer({ kind: 'ready' });
}

const noLog = { frames: 0, behind: 0 };

/** Costs some ten microseconds. */
function lookAtLog(database: Database.Database): typeof noLog {
  try {
    return moveLog(database, 'NOOP');
  } catch {
    // The next batch meets what is wrong, and says so.
    return noLog;
  }
}

/** Nobody waits for it but what comes now: the batch has been answered. */
function beginLogAnew(database: Database.Database, { frames, behind }: typeof noLog): void {
  const isLittle = frames >= logFrames.enough && behind > 0 && behind <= littleFrames;
  if (!isLittle && frames < logFrames.most) return;
  try {
    moveLog(database, 'PASSIVE');
  } catch {
    // As with any checkpoint: the log keeps what it has.
  }
}

function timed(run: () => BatchAnswer): Omit<DoneBatch, 'pagesBehind'> {
  const startedAt = performance.now();
  const answered = run();
  return { ...answered, durationMs: performance.now() - startedAt };
}

function writer(database: Database.Database): (calls: OperationCall[]) => BatchAnswer {
  const groupCommit = new GroupCommit(database, repositories);
  return (calls) => groupCommit.run(calls);
}

function reader(database: Database.Database): (calls: OperationCall[]) => BatchAnswer {
  const statements = new Statements(database);
  const byName = new Map(repositories.map((each) => [each.name, each]));
  const begin = database.prepare('BEGIN');
  // Nothing is written, and COMMIT would repeat what went wrong.
  const end = database.prepare('ROLLBACK');
  const endSnapshot = () => {
    if (database.inTransaction) end.run();
  };
  const runOne = (call: OperationCall): OperationOutcome => {
    try {
      const operation = byName.get(call.repository)?.reads[call.operation];
      if (operation === undefined) throw new Error(`no read ${call.repository}.${call.operation}`);
      // One snapshot for all that is asked together: pages that were decrypted for one are there for the others,
      // whatever is written meanwhile.
      if (!database.inTransaction) begin.run();
      return { ok: true, value: operation(statements, call.input) };
    } catch (cause) {
      // What is damaged for one would be for all that come after it in the same snapshot.
      endSnapshot();
      return describeFailure(cause);
    }
  };
  return (calls) => {
    const outcomes = calls.map(runOne);
    endSnapshot();
    return { outcomes, events: [] };
  };
}

/** Whether all of the log is in the file, and whether the writer could empty it: a reader may hold it. */
function checkpoint(database: Database.Database, role: ThreadOptions['role']): boolean {
  // A reader that takes long, such as a backup, keeps no write waiting: the caller asks again.
  database.pragma('busy_timeout=50');
  try {
    return moveLog(database, role === 'writer' ? 'TRUNCATE' : 'PASSIVE').isWhole;
  } catch {
    // A full disk, or a damaged page: the log keeps what it has, and whoever reads it says so.
    return false;
  } finally {
    database.pragma('busy_timeout=5000');
  }
}

function answer(message: ThreadStart | ThreadAnswer, handed: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, handed);
}

function handedOver({ outcomes }: BatchAnswer): ArrayBuffer[] {
  return outcomes.flatMap((outcome) => {
    const value = outcome.ok ? (outcome.value as Partial<HandedOver> | null | undefined) : null;
    return value?.json instanceof Uint8Array ? [value.json.buffer] : [];
  });
}

/** A damaged file that does not even open is looked through without SQLite. */
function explain(cause: unknown, { file, key }: ThreadOptions): string {
  if (!isDamage(cause)) return (cause as Error).message;
  const pages = new PageCheck(file, key);
  const { damaged } = pages.check(1, Number.POSITIVE_INFINITY);
  pages.close();
  return damagedSentence(file, { tables: [], pages: damaged });
}

try {
  serve(workerData as ThreadOptions);
} catch (cause) {
  answer({ kind: 'failed', detail: explain(cause, workerData as ThreadOptions) });
}
