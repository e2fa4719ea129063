import { parentPort, workerData } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { damagedSentence, damagedTables, isDamage } from './damage.ts';
import { describeFailure, GroupCommit } from './group-commit.ts';
import { Statements } from './handles.ts';
import { upgrade } from './migrate.ts';
import { openDatabase, openForWriting } from './open-database.ts';
import { PageCheck } from './page-check.ts';
import { repositories } from './repositories.ts';
import type {
  BatchAnswer,
  DoneBatch,
  OperationCall,
  OperationOutcome,
  ThreadAnswer,
  ThreadOptions,
  ThreadRequest,
} from './thread-messages.ts';

/** A thread with one connection: the single writer, or a reader. Disks are waited for only here. */
function serve(options: ThreadOptions): void {
  const { file, key, role } = options;
  const database = role === 'writer' ? openForWriting({ file, key }) : openDatabase({ file, key });
  if (role === 'writer') upgrade(database, file);
  let pages: PageCheck | undefined;
  const runBatch = role === 'writer' ? writer(database) : reader(database);
  parentPort?.on('message', (request: ThreadRequest) => {
    switch (request.kind) {
      case 'batch':
        answer({ kind: 'batch', ...timed(() => runBatch(request.calls)) });
        break;
      case 'checkpoint':
        answer({ kind: 'checkpoint', complete: checkpoint(database) });
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

function timed(run: () => BatchAnswer): DoneBatch {
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
  const runOne = (call: OperationCall): OperationOutcome => {
    try {
      const operation = byName.get(call.repository)?.reads[call.operation];
      if (operation === undefined) throw new Error(`no read ${call.repository}.${call.operation}`);
      // One snapshot for all statements of the operation.
      return { ok: true, value: database.transaction(() => operation(statements, call.input))() };
    } catch (cause) {
      return describeFailure(cause);
    }
  };
  return (calls) => ({ outcomes: calls.map(runOne), events: [] });
}

/** Whether the log could be emptied; a reader in the middle of a query holds it for a moment. */
function checkpoint(database: Database.Database): boolean {
  // A reader that takes long, such as a backup, keeps no write waiting: the caller asks again.
  database.pragma('busy_timeout=50');
  const [result] = database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  database.pragma('busy_timeout=5000');
  return result?.busy === 0;
}

function answer(message: ThreadAnswer): void {
  parentPort?.postMessage(message);
}

/** A damaged file that does not even open is looked through without SQLite. */
function explain(cause: unknown, { file, key }: ThreadOptions): string {
  if (!isDamage(cause)) return cause instanceof Error ? cause.message : String(cause);
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
