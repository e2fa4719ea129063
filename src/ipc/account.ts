import { z } from 'zod';
import { displayName, password, username } from '#protocol/accounts.ts';
import type { OwnAccount, Session } from '#protocol/accounts.ts';
import { sessionId } from '#protocol/identifiers.ts';
import { defineCall } from './call.ts';

export const accountCalls = {
  /** Back to the first screen; signs out first. Hosting goes on until stopped. */
  leaveServer: defineCall<void>()(z.undefined()),
  signUp: defineCall<OwnAccount>()(
    z.object({
      username,
      password,
      display_name: displayName.optional(),
      invite_code: z.string().trim().max(64).optional(),
    }),
  ),
  signIn: defineCall<OwnAccount>()(
    z.object({
      username: z.string().trim().min(1).max(256),
      password: z.string().min(1).max(1024),
    }),
  ),
  signOut: defineCall<void>()(z.undefined()),
  updateAccount: defineCall<OwnAccount>()(z.object({ display_name: displayName })),
  changePassword: defineCall<void>()(
    z.object({ current_password: z.string().min(1).max(1024), new_password: password }),
  ),
  listSessions: defineCall<Session[]>()(z.undefined()),
  endSession: defineCall<void>()(z.object({ session_id: sessionId })),
};
