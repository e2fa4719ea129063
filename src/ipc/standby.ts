import { z } from 'zod';
import type { Words } from '#messages/catalogue.ts';
import { limits } from '#protocol/limits.ts';
import { defineCall } from './call.ts';
import type { HostingState } from './hosting.ts';

/** How this computer's copy of a server that runs on another one fares. */
export type StandbyState = (
  | { status: 'none' }
  /** The first copy is on its way; `done` goes from 0 to 1. */
  | { status: 'copying'; name: string; done: number }
  /** All that was there at `copiedAt` is here; an ISO 8601 timestamp. */
  | { status: 'following'; name: string; copiedAt: string }
  /** The other computer does not answer; null where there is no whole copy yet. */
  | { status: 'outOfReach'; name: string; copiedAt: string | null }
  | { status: 'takingOver'; name: string }
  /** It follows no more. */
  | { status: 'failed'; problem: Words }
) & {
  /** The operating system lets it follow, with or without the app. */
  byService?: true;
};

export const standbyCalls = {
  getStandby: defineCall<StandbyState>()(z.undefined()),
  /** Begins to keep a copy of the server of a link. */
  beginStandby: defineCall<StandbyState>()(
    z.object({ link: z.string().trim().max(limits.moveLinkMaxCharacters) }),
  ),
  /** Goes on with what has failed. */
  retryStandby: defineCall<StandbyState>()(z.undefined()),
  /** Lets the operating system run what follows, or the app again. */
  setStandbyService: defineCall<StandbyState>()(z.object({ wanted: z.boolean() })),
  /** Forgets the copy. */
  endStandby: defineCall<StandbyState>()(z.undefined()),
  /** Serves the copy, and makes it the app's server. Alone: although the other computer does not answer. */
  takeOverFromStandby: defineCall<HostingState>()(z.object({ alone: z.boolean() })),
};

export interface StandbyEvents {
  standbyChanged: StandbyState;
}
