import type { CallFailure } from '#ipc/call.ts';
import { CallError } from './bridge.ts';
import { t } from './messages/catalogue.ts';
import { toasts } from './toasts.state.svelte.ts';

/** The sentence for a failure: ours where it says more than the server's, otherwise the server's. */
export function describeFailure(failure: CallFailure): string {
  if (failure.code === 'RATE_LIMITED' && failure.retryAfterSeconds !== undefined) {
    return t('error.rateLimited', { count: failure.retryAfterSeconds });
  }
  if (failure.code === 'NOT_FRIENDS_SEND') return t('error.notFriendsSend');
  if (failure.code === 'REFRESH_TOKEN_INVALID') return t('error.sessionEnded');
  const field = failure.fields?.[0];
  if (failure.code === 'VALIDATION_ERROR' && field !== undefined) {
    return t('error.field', { field: field.path.replace(/^body\./, ''), problem: field.message });
  }
  return failure.detail;
}

/** What to tell the person about anything that was thrown. */
export function describeError(error: unknown): string {
  return error instanceof CallError ? describeFailure(error.failure) : t('error.unexpected');
}

/** Shows an error that nothing nearer to its cause has shown. */
export function reportError(error: unknown): void {
  // Main logs what it answers; a fault of the page itself is told nowhere else.
  if (!(error instanceof CallError)) console.error(error);
  toasts.show({ kind: 'error', text: describeError(error) });
}

/**
 * The one place of the renderer that catches. Answers what `work` answers, or undefined after its
 * failure was handed to `onFailure` (a toast unless given).
 */
export async function attempt<T>(
  work: () => Promise<T>,
  onFailure: (error: unknown) => void = reportError,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    onFailure(error);
    return undefined;
  }
}

/** For loads whose owner keeps a `failed` status that its screen shows. */
export function ignoreShownInPlace(): void {
  // Nothing to add: the status says it.
}
