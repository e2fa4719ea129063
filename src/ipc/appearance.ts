import { z } from 'zod';
import { defineCall } from './call.ts';

/** How the app looks on this computer, whoever uses it; `system` follows the desktop's setting. */
export const appearanceChoices = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  contrast: z.enum(['system', 'high']),
  density: z.enum(['comfortable', 'compact']),
});
export type AppearanceChoices = z.infer<typeof appearanceChoices>;

export const appearanceCalls = {
  getAppearance: defineCall<AppearanceChoices>()(z.undefined()),
  setAppearance: defineCall<void>()(appearanceChoices),
};
