import type { Attachment } from 'svelte/attachments';
import type {
  Bridge,
  BridgeEventName,
  BridgeEvents,
  CallArgument,
  CallName,
  CallOutput,
} from '#ipc/index.ts';
import type { AddedFile } from '#ipc/attachments.ts';
import type { CallFailure, CallResult } from '#ipc/call.ts';
import type { Opening } from '#ipc/opening.ts';

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
  return valueOf(await window.futureTalk.call(name, ...argument));
}

/** What the window opens with; null where main is to be asked for everything, as in a browser. */
export async function askOpening(): Promise<Opening | null> {
  return (await window.futureTalk.opening?.()) ?? null;
}

function valueOf<O>(result: CallResult<O>): O {
  if (!result.ok) throw new CallError(result.error);
  return result.value;
}

/**
 * Hands a file to main by its path; null when it has none, as what was pasted. Throws CallError.
 */
export function addFile(file: File): Promise<AddedFile> | null {
  const adding = window.futureTalk.addFile(file);
  return adding === null ? null : adding.then(valueOf);
}

/**
 * Shows or plays a file of main's, by its address there: at once in the app, and in a browser as soon
 * as it has come. For `{@attach}`, instead of `src`.
 */
export function shows(source: string): Attachment<HTMLImageElement | HTMLMediaElement> {
  return (element) => {
    const fetching = window.futureTalk.fileAddress?.(source);
    if (fetching === undefined) {
      element.src = source;
      return undefined;
    }
    let isWanted = true;
    fetching.then(
      (address) => {
        if (isWanted) element.src = address;
      },
      // As if the browser had asked in vain.
      () => element.dispatchEvent(new Event('error')),
    );
    return () => {
      isWanted = false;
    };
  };
}

/** Answers the function that ends the subscription. */
export function on<N extends BridgeEventName>(
  name: N,
  listener: (event: BridgeEvents[N]) => void,
): () => void {
  return window.futureTalk.on(name, listener);
}
