import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import { command as commandSchema, commandScopes } from '#protocol/events.ts';
import type { Command } from '#protocol/events.ts';
import { requireScope } from '../access/scopes.ts';
import type { Connection } from './connection.ts';
import { stamped } from './hub.ts';

/** What a feature does when one of its commands comes in over a socket. */
export type CommandHandlers = {
  [T in Command['type']]: (
    connection: Connection,
    data: Extract<Command, { type: T }>['data'],
  ) => Promise<void> | void;
};

const knownTypes: ReadonlySet<string> = new Set(
  commandSchema.options.map((option) => option.shape.type.value),
);

/** Reads what sockets send and hands it to the features. One of the places that catch. */
export class CommandRouter {
  readonly #handlers: CommandHandlers;
  readonly #logger: Logger;

  constructor(handlers: CommandHandlers, logger: Logger) {
    this.#handlers = handlers;
    this.#logger = logger;
  }

  /** Every failure is answered with an `error` event; the socket stays open. */
  async receive(connection: Connection, text: string): Promise<void> {
    try {
      await this.#dispatch(connection, parseCommand(text));
    } catch (cause) {
      if (!(cause instanceof AppError)) this.#logger.error({ err: cause }, 'a command failed');
      const error = cause instanceof AppError ? cause : new AppError('INTERNAL_ERROR');
      connection.send(stamped({ type: 'error', message: error.message, error_code: error.code }));
    }
  }

  async #dispatch(connection: Connection, { type, data }: Command): Promise<void> {
    requireScope(connection.caller, commandScopes[type]);
    const handler = this.#handlers[type] as (
      connection: Connection,
      data: Command['data'],
    ) => Promise<void> | void;
    await handler(connection, data);
  }
}

function parseCommand(text: string): Command {
  const value = parseJson(text);
  const result = commandSchema.safeParse(value);
  if (result.success) return result.data;
  const type = (value as { type?: unknown } | null)?.type;
  if (typeof type !== 'string' || !knownTypes.has(type)) {
    throw new AppError('VALIDATION_ERROR', { detail: 'Unknown message type' });
  }
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new AppError('VALIDATION_ERROR', { detail: `${where}: ${issue?.message ?? 'not valid'}` });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('MALFORMED_JSON', { cause });
  }
}
