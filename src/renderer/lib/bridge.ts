import type {
  Bridge,
  BridgeEventName,
  BridgeEvents,
  CallArgument,
  CallName,
  CallOutput,
} from '#ipc/index.ts';
import type { CallFailure } from '#ipc/call.ts';

declare global {
  interface Window {
    readonly futureTalk: Bridge;
  }
}

type Argument<N extends CallName> =
  undefined extends CallArgument<N> ? [] : [argument: CallArgument<N>];

/** A call that main answered with a failure; the message is a sentence that may be shown. */
export class CallError extends Error {
  readonly failure: CallFailure;

  constructor(failure: CallFailure) {
    super(failure.detail);
    this.name = 'CallError';
    this.failure = failure;
  }
}

/** Asks main. Arguments are copied across, so they must be plain values. Throws CallError. */
export async function call<N extends CallName>(
  name: N,
  ...argument: Argument<N>
): Promise<CallOutput<N>> {
  const result = await window.futureTalk.call(name, ...argument);
  if (!result.ok) throw new CallError(result.error);
  return result.value;
}

/** Answers the function that ends the subscription. */
export function on<N extends BridgeEventName>(
  name: N,
  listener: (event: BridgeEvents[N]) => void,
): () => void {
  return window.futureTalk.on(name, listener);
}
