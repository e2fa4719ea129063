import type { CallInput, CallName, CallOutput } from '#ipc/index.ts';

/** Main's side of calls: what comes in has passed the call's schema. */
export type Handlers<N extends CallName = CallName> = {
  [K in N]: (input: CallInput<K>) => CallOutput<K> | Promise<CallOutput<K>>;
};
