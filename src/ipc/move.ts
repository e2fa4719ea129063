import { z } from 'zod';
import { limits } from '#protocol/limits.ts';
import type { MoveStatus } from '#protocol/move.ts';
import { defineCall } from './call.ts';
import type { HostingState } from './hosting.ts';

export const moveCalls = {
  /** How far a move to another computer has come. */
  getMove: defineCall<MoveStatus>()(z.undefined()),
  offerMove: defineCall<MoveStatus>()(z.undefined()),
  withdrawMove: defineCall<MoveStatus>()(z.undefined()),
  /** Takes a server over by its link, and makes it the app's; null finishes what was not confirmed. */
  takeOver: defineCall<HostingState>()(
    z.object({ link: z.string().trim().max(limits.moveLinkMaxCharacters).nullable() }),
  ),
  /** Whether a server has come whose move the other computer did not confirm. */
  isTakeOverUnconfirmed: defineCall<boolean>()(z.undefined()),
};
