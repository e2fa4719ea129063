import type Database from 'better-sqlite3';
import { AppError, errorCatalogue } from '#protocol/errors.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { MessageId } from '#protocol/identifiers.ts';
import { codeOf } from '../system-error.ts';
import { isDamage } from './damage.ts';
import { asCursor, Statements } from './handles.ts';
import type { CommittedEvent, NewEvent, Scope, SqlParameters, WriteHandle } from './handles.ts';
import type { RepositoryDeclaration } from './repository.ts';
import type { BatchAnswer, OperationCall, OperationOutcome } from './thread-messages.ts';

type RunOne = (call: OperationCall, events: CommittedEvent[]) => OperationOutcome;

/** An operation failed that had no savepoint to go back to. */
class OneFailed extends Error {}

/** Runs batches of operations, each batch in one transaction and each operation whole or not at all. */
export class GroupCommit {
  readonly #database: Database.Database;
  readonly #statements: Statements;
  readonly #repositories: ReadonlyMap<string, RepositoryDeclaration>;
  #place: number;

  constructor(database: Database.Database, repositories: readonly RepositoryDeclaration[]) {
    this.#database = database;
    this.#statements = new Statements(database);
    this.#repositories = new Map(repositories.map((each) => [each.name, each]));
    this.#place = this.#storedPlace();
  }

  /** Answers only after the commit is on disk. A commit that fails fails every call of the batch. */
  run(calls: readonly OperationCall[]): BatchAnswer {
    return this.#transact(calls, (call, events) => this.#runBare(call, events));
  }

  #transact(calls: readonly OperationCall[], runOne: RunOne): BatchAnswer {
    const events: CommittedEvent[] = [];
    const placeBefore = this.#place;
    try {
      this.#statements.run('BEGIN IMMEDIATE');
      const outcomes = calls.map((call) => runOne(call, events));
      if (this.#place !== placeBefore) {
        this.#statements.run("UPDATE meta SET value = ? WHERE name = 'cursor'", [this.#place]);
      }
      this.#statements.run('COMMIT');
      return { outcomes, events };
    } catch (cause) {
      if (this.#database.inTransaction) this.#statements.run('ROLLBACK');
      this.#place = placeBefore;
      if (cause instanceof OneFailed) {
        return this.#transact(calls, (call, all) => this.#runWhole(call, all));
      }
      return { outcomes: calls.map(() => describeFailure(cause)), events: [] };
    }
  }

  /**
   * Without a savepoint of its own, which would cost as much as the operation. When one fails, nothing
   * has been committed: all are run again, each whole or not at all.
   */
  #runBare(call: OperationCall, events: CommittedEvent[]): OperationOutcome {
    try {
      const value = this.#perform(call, events);
      if (!this.#database.inTransaction) throw new Error('an operation ended the transaction');
      return { ok: true, value };
    } catch (cause) {
      throw new OneFailed('an operation failed', { cause });
    }
  }

  #perform(call: OperationCall, events: CommittedEvent[]): unknown {
    const operation = this.#repositories.get(call.repository)?.writes[call.operation];
    if (operation === undefined) throw new Error(`no write ${call.repository}.${call.operation}`);
    return operation(this.#handle(events), call.input);
  }

  #runWhole(call: OperationCall, events: CommittedEvent[]): OperationOutcome {
    const [eventsBefore, placeBefore] = [events.length, this.#place];
    this.#statements.run('SAVEPOINT operation');
    try {
      const value = this.#perform(call, events);
      this.#statements.run('RELEASE operation');
      return { ok: true, value };
    } catch (cause) {
      // A full disk may have ended the whole transaction: then nothing of the batch stands.
      if (!this.#database.inTransaction) throw cause;
      this.#statements.run('ROLLBACK TO operation');
      this.#statements.run('RELEASE operation');
      events.length = eventsBefore;
      this.#place = placeBefore;
      return describeFailure(cause);
    }
  }

  #handle(events: CommittedEvent[]): WriteHandle {
    const statements = this.#statements;
    const now = Date.now();
    return {
      now,
      place: this.#place,
      get: (sql, parameters) => statements.get(sql, parameters),
      all: (sql, parameters) => statements.all(sql, parameters),
      columns: (sql, parameters) => statements.columns(sql, parameters),
      value: (sql, parameters) => statements.value(sql, parameters),
      one: (sql, parameters) => statements.one(sql, parameters),
      oneValue: (sql, parameters) => statements.oneValue(sql, parameters),
      run: (sql: string, parameters?: SqlParameters) => statements.run(sql, parameters),
      emit: (scope, event) => {
        const place = this.#takePlace();
        this.#log(scope, event, { place, now });
        events.push({ scope, event: at(event, place, now) });
        return place;
      },
      takePlace: () => this.#takePlace(),
      publish: (scope, event, place) => {
        events.push({ scope, event: at(event, place, now) });
      },
    };
  }

  #takePlace(): number {
    this.#place += 1;
    return this.#place;
  }

  #log(scope: Scope, event: NewEvent, { place, now }: { place: number; now: number }): void {
    // Texts stand only in tables of their own, where they can be erased.
    const { type, ...data } = { ...event, ...withoutTexts(event) };
    this.#statements.run(
      `INSERT INTO event (scope_id, place, type, message_id, data, created_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [
        'user_id' in scope ? scope.user_id : scope.conversation_id,
        place,
        type,
        messageIdOf(event),
        JSON.stringify(data),
        now,
      ],
    );
  }

  #storedPlace(): number {
    return this.#statements.oneValue<number>("SELECT value FROM meta WHERE name = 'cursor'");
  }
}

function at(event: NewEvent, place: number, now: number): ReplayableEvent {
  return { ...event, timestamp: new Date(now).toISOString(), cursor: asCursor(place) };
}

/** What is left out of the log's row; of a message's event nothing remains but the message's id. */
function withoutTexts(event: NewEvent) {
  const texts = { message: undefined, draft: undefined, reactions: undefined };
  return 'message' in event ? { ...texts, conversation_id: undefined } : texts;
}

/** What a message holds stands in its own tables only: the log has the message's id. */
function messageIdOf(event: NewEvent): MessageId | null {
  if ('message' in event) return event.message.id;
  return 'reactions' in event ? event.message_id : null;
}

const damagedDetail = errorCatalogue.DATABASE_DAMAGED.detail;
const diskTroubles = ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'];

/** Whether the disk is full, or does not do what it is asked. */
function isDiskTrouble(cause: unknown): boolean {
  const code = codeOf(cause);
  return diskTroubles.some((each) => code.startsWith(each));
}

/** What a failed operation is answered with, on either kind of thread. */
export function describeFailure(cause: unknown): OperationOutcome {
  if (cause instanceof AppError) return { ok: false, code: cause.code, detail: cause.message };
  if (isDiskTrouble(cause)) {
    return { ok: false, code: 'NOT_READY', detail: 'The server cannot write to its database' };
  }
  if (isDamage(cause)) return { ok: false, code: 'DATABASE_DAMAGED', detail: damagedDetail };
  const error = cause instanceof Error ? cause : new Error(String(cause));
  return { ok: false, code: null, detail: error.message, stack: String(error.stack) };
}
