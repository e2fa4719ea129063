import type Database from 'better-sqlite3';
import type { ConversationId, Cursor, MessageId, UserId } from '#protocol/identifiers.ts';
import type { ReplayableEvent } from '#protocol/events.ts';

export type SqlValue = string | number | bigint | Buffer | Uint8Array | null;
export type SqlParameters = Record<string, SqlValue> | readonly SqlValue[];

/** Queries inside one snapshot. Statements are prepared once a connection. */
export interface ReadHandle {
  get<Row>(sql: string, parameters?: SqlParameters): Row | undefined;
  all<Row>(sql: string, parameters?: SqlParameters): Row[];
  /** Rows as their columns in order, which takes half the time of `all`: for many rows at once. */
  columns<Row extends readonly SqlValue[]>(sql: string, parameters: SqlParameters): Row[];
  /** The first column of the first row. */
  value<Value extends SqlValue>(sql: string, parameters?: SqlParameters): Value | undefined;
  /** A row that has to be there. @throws Error where it is not */
  one<Row>(sql: string, parameters?: SqlParameters): Row;
  /** The first column of a row that has to be there. @throws Error where it is not */
  oneValue<Value extends SqlValue>(sql: string, parameters?: SqlParameters): Value;
}

/** Whom an event concerns: everybody in a conversation, or one person on all their devices. */
export type Scope = { conversation_id: ConversationId } | { user_id: UserId };

type WithoutPlace<E> = E extends unknown ? Omit<E, 'cursor' | 'timestamp'> : never;
/** An event before the log has given it its place. */
export type NewEvent = WithoutPlace<ReplayableEvent>;

/** Changes inside the transaction that the writer has open. */
export interface WriteHandle extends ReadHandle {
  run(sql: string, parameters?: SqlParameters): { changes: number };
  /** Enters an event in the log; published once the transaction is on disk. Answers its place. */
  emit(scope: Scope, event: NewEvent): number;
  /** The log's next place, for an event that stands in a row of its own; then `publish` it. */
  takePlace(): number;
  /** Publishes what stands at a place that was taken, once the transaction is on disk. */
  publish(scope: Scope, event: NewEvent, place: number): void;
  /** The newest place in the log when the operation began. */
  readonly place: number;
  /** Milliseconds since 1970, the same for the whole operation. */
  readonly now: number;
}

/** An event that is on disk. */
export interface CommittedEvent {
  scope: Scope;
  event: ReplayableEvent;
}

/** A row of the event log, as sync reads it. */
export interface EventRow {
  cursor: number;
  type: ReplayableEvent['type'];
  /** Set for events that carry a message or its reactions: they stand in their own tables only. */
  message_id: MessageId | null;
  data: string;
  created_at: number;
}

/** Runs statements on one connection, each prepared once. */
export class Statements implements ReadHandle {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();
  /** A statement answers one way or the other. */
  readonly #preparedForColumns = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  get<Row>(sql: string, parameters: SqlParameters = []): Row | undefined {
    return this.#prepare(sql).get(parameters) as Row | undefined;
  }

  all<Row>(sql: string, parameters: SqlParameters = []): Row[] {
    return this.#prepare(sql).all(parameters) as Row[];
  }

  columns<Row extends readonly SqlValue[]>(sql: string, parameters: SqlParameters): Row[] {
    return this.#prepare(sql, this.#preparedForColumns).raw().all(parameters) as Row[];
  }

  value<Value extends SqlValue>(sql: string, parameters: SqlParameters = []): Value | undefined {
    const row = this.#prepare(sql).get(parameters) as Record<string, Value> | undefined;
    return row === undefined ? undefined : Object.values(row)[0];
  }

  one<Row>(sql: string, parameters?: SqlParameters): Row {
    const row = this.get<Row>(sql, parameters);
    if (row === undefined) throw new Error(`nothing is there: ${sql}`);
    return row;
  }

  oneValue<Value extends SqlValue>(sql: string, parameters?: SqlParameters): Value {
    return Object.values(this.one<Record<string, Value>>(sql, parameters))[0] as Value;
  }

  run(sql: string, parameters: SqlParameters = []): { changes: number } {
    return { changes: this.#prepare(sql).run(parameters).changes };
  }

  #prepare(sql: string, prepared = this.#prepared): Database.Statement {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  }
}

/** A cursor as clients see it. */
export function asCursor(place: number): Cursor {
  return String(place) as Cursor;
}
