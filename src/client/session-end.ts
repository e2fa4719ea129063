import type { z } from 'zod';
import type { sessionEnded } from '#protocol/accounts.ts';
import type { AppError, ErrorCode } from '#protocol/errors.ts';

/** What the server says on the socket before it closes it. */
export type AnnouncedEnd = z.infer<typeof sessionEnded>['reason'];

/** Why the person was signed out: what the server said on the socket, or else what it refused with. */
export type SignOutReason = Exclude<AnnouncedEnd, 'account_disabled' | 'token_expired'> | ErrorCode;

export function signOutReason(announced: AnnouncedEnd | null, refusal: AppError): SignOutReason {
  // Of these two the refusal says as much, and it says it always.
  if (announced === 'account_disabled' || announced === 'token_expired') return refusal.code;
  return announced ?? refusal.code;
}
