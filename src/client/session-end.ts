import type { z } from 'zod';
import type { sessionEnded } from '#protocol/accounts.ts';
import type { AppError } from '#protocol/errors.ts';

export type SessionEndReason = z.infer<typeof sessionEnded>['reason'];

const sentences: Record<SessionEndReason, string | null> = {
  signed_out: 'You signed out',
  ended_elsewhere: 'You were signed out from another device',
  password_changed: 'Your password was changed on another device; sign in again',
  account_disabled: null,
  token_reused: 'The session was ended because its key was used twice; sign in again',
  token_expired: null,
};

/** What to tell the person: what the server said on the socket, or else what it refused with. */
export function sentenceForSessionEnd(
  announced: SessionEndReason | null,
  refusal: AppError,
): string {
  const sentence = announced === null ? null : sentences[announced];
  return sentence ?? refusal.message;
}
