import { z } from 'zod';
import type { OwnAccount } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { conversationId } from '#protocol/identifiers.ts';
import { defineCall } from './call.ts';

/** The page sends no more pixels than are shown: this is far more than they come to. */
const pictureMaxBytes = 2_097_152;

/** The file; null takes the picture away. */
const picture = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.length <= pictureMaxBytes)
  .nullable();

export const pictureCalls = {
  setOwnPicture: defineCall<OwnAccount>()(z.object({ picture })),
  setGroupPicture: defineCall<Conversation>()(
    z.object({ conversation_id: conversationId, picture }),
  ),
};
