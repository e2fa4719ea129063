import type { CallFailure } from '#ipc/call.ts';
import { CallError } from './bridge.ts';
import { say, t } from './messages/catalogue.ts';
import { toasts } from './toasts.state.svelte.ts';

/** Fields of requests that have a name on the screen. */
const fieldNames = {
  username: 'field.username',
  display_name: 'field.displayName',
  password: 'field.password',
  new_password: 'settings.password.new',
  invite_code: 'field.invite',
  name: 'conversation.rename.label',
} as const;

/** The sentence for a failure, by its code: what the server wrote is English, and for its log. */
export function describeFailure(failure: CallFailure): string {
  if (failure.code === 'RATE_LIMITED' && failure.retryAfterSeconds !== undefined) {
    return t('error.rateLimited', { count: failure.retryAfterSeconds });
  }
  if (failure.words !== undefined) return say(failure.words);
  const field = failure.fields?.[0]?.path.split('.').at(-1) ?? '';
  if (failure.code === 'VALIDATION_ERROR' && isNamed(field)) {
    return t('error.field', { field: t(fieldNames[field]) });
  }
  return t(`failure.${failure.code}`);
}

function isNamed(field: string): field is keyof typeof fieldNames {
  return Object.hasOwn(fieldNames, field);
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
