import type { CallResult } from '#ipc/call.ts';
import { calls } from '#ipc/index.ts';
import type { CallName } from '#ipc/index.ts';
import { LocalError } from '../local-error.ts';
import type { Log } from '../logging/log.ts';
import { describeExpectedFailure, unexpectedFailure } from '../call-failure.ts';
import type { Handlers } from './handlers.ts';

export type CallRouter = (
  trusted: boolean,
  name: unknown,
  argument: unknown,
) => Promise<CallResult<unknown>>;

/**
 * Answers calls from the renderer: refuses those that are not from our own page, unknown or not
 * what the call takes, and turns every failure into data. One of the four places that catch.
 */
export function createCallRouter(handlers: Handlers, log: Log): CallRouter {
  return async (trusted, name, argument) => {
    try {
      if (!trusted) throw new LocalError('CALL_INVALID', 'This page may not call the app');
      if (!isCallName(name)) throw new LocalError('CALL_INVALID', 'The app has no such call');
      // The table's type ties each name to its input, which TypeScript cannot follow for a union.
      const handler = handlers[name] as (input: unknown) => unknown;
      return { ok: true, value: await handler(parseInput(name, argument)) };
    } catch (error) {
      const expected = describeExpectedFailure(error);
      if (expected === null) log.error(`The call ${String(name)} failed`, error);
      return { ok: false, error: expected ?? unexpectedFailure };
    }
  };
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

function parseInput(name: CallName, argument: unknown): unknown {
  const parsed = calls[name].input.safeParse(argument);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }));
  throw new LocalError('CALL_INVALID', 'What was entered is not valid', { fields });
}
