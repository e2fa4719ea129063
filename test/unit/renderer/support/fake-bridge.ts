import { vi } from 'vitest';
import type { CallFailure } from '#ipc/call.ts';
import type {
  BridgeEventName,
  BridgeEvents,
  CallArgument,
  CallName,
  CallOutput,
} from '#ipc/index.ts';

type Answers = {
  [N in CallName]?: (argument: CallArgument<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

/** To be thrown by an answer: main's way of saying no. */
export class Refusal extends Error {
  readonly failure: CallFailure;

  constructor(code: CallFailure['code'], detail: string = code) {
    super(detail);
    this.failure = { code, detail, retryable: false };
  }
}

/** Stands where the preload script puts the bridge; a call without an answer fails the test. */
export function installFakeBridge(answers: Answers) {
  const calls: { name: string; argument: unknown }[] = [];
  const listeners = new Map<string, Set<(event: never) => void>>();

  async function call(name: CallName, argument: unknown) {
    calls.push({ name, argument: structuredClone(argument) });
    const answer = answers[name] as ((argument: unknown) => unknown) | undefined;
    if (!answer) throw new Error(`nobody answers ${name}`);
    try {
      return { ok: true, value: await answer(argument) };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, error: error.failure };
      throw error;
    }
  }

  function on(name: string, listener: (event: never) => void) {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all.add(listener));
    return () => all.delete(listener);
  }

  vi.stubGlobal('futureTalk', { call, on });
  return {
    calls,
    emit<N extends BridgeEventName>(name: N, event: BridgeEvents[N]) {
      for (const listener of listeners.get(name) ?? []) listener(event as never);
    },
  };
}
