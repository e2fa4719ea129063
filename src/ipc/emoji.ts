import { z } from 'zod';
import { defineCall } from './call.ts';

/** How many emoji are kept as used lately. */
export const recentEmojiMax = 32;

export const emojiChoices = z.object({
  /** Used lately, the latest first. */
  recent: z.array(z.string().max(40)).max(recentEmojiMax),
  /** 0 for the yellow that is nobody's; 1 (light) to 5 (dark). */
  skinTone: z.int().min(0).max(5),
});
export type EmojiChoices = z.infer<typeof emojiChoices>;

export const emojiCalls = {
  getEmojiChoices: defineCall<EmojiChoices>()(z.undefined()),
  /** Kept on this computer, for whoever uses the app here. */
  setEmojiChoices: defineCall<void>()(emojiChoices),
};
