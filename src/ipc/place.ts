import { z } from 'zod';
import { conversationId, messageId } from '#protocol/identifiers.ts';
import { defineCall } from './call.ts';

/** The conversation that is open, and the message that is read in it. */
export const readingPlace = z.object({
  conversation_id: conversationId,
  /** The uppermost in view; null at the newest. */
  message_id: messageId.nullable(),
  /** How far below the upper edge of the list the message begins; most often it is above. */
  offset_px: z.number(),
  /** The number of the newest message then: only what came later goes before the place. */
  newest_seq: z.int().nonnegative(),
});
export type ReadingPlace = z.infer<typeof readingPlace>;

export const placeCalls = {
  /** Where the person was when the app last ran; null where no conversation was open. */
  getReadingPlace: defineCall<ReadingPlace | null>()(z.undefined()),
  setReadingPlace: defineCall<void>()(readingPlace.nullable()),
};
