import type { Words } from '#messages/catalogue.ts';
import { englishSpeaker } from '#messages/speaker.ts';
import type { FieldError } from '#protocol/errors.ts';
import type { LocalErrorCode } from '#ipc/call.ts';

interface LocalErrorDetails {
  /** The same call may succeed later without being changed. */
  retryable?: boolean;
  fields?: FieldError[];
  cause?: unknown;
}

/**
 * An expected failure on this computer. `detail` is a text of the catalogue, which is shown, or a
 * sentence for the log, and what is shown is the text of the code. Logs are English.
 */
export class LocalError extends Error {
  readonly code: LocalErrorCode;
  readonly retryable: boolean;
  readonly fields: FieldError[] | undefined;
  readonly words: Words | undefined;

  constructor(code: LocalErrorCode, detail: string | Words, details: LocalErrorDetails = {}) {
    super(typeof detail === 'string' ? detail : englishSpeaker.say(detail), {
      cause: details.cause,
    });
    this.name = 'LocalError';
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.fields = details.fields;
    this.words = typeof detail === 'string' ? undefined : detail;
  }
}
