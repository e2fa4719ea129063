import { z } from 'zod';
import { defineCall } from './call.ts';

/** What a notification shows to whoever looks at the screen. */
export const notificationContent = z.enum(['everything', 'sender', 'nothing']);
export type NotificationContent = z.infer<typeof notificationContent>;

/** Those whose dictionaries come with the app. */
export const spellLanguages = ['en-US', 'de', 'es', 'ru'] as const;
const spellLanguage = z.enum(spellLanguages);
export type SpellLanguage = z.infer<typeof spellLanguage>;

/** How the app behaves on this computer, whoever uses it. */
export const systemChoices = z.object({
  notificationContent,
  /** Until when nothing notifies, in milliseconds since 1970; `ended` is until the person ends it. */
  quiet: z.union([z.int().min(0), z.literal('ended')]).nullable(),
  /** Closing the window leaves the app running; null leaves that to the app. */
  staysOpen: z.boolean().nullable(),
  startsAtLogin: z.boolean(),
  /** None where spelling is not checked; null follows the system's language. */
  spelling: z.array(spellLanguage).max(spellLanguages.length).nullable(),
});
export type SystemChoices = z.infer<typeof systemChoices>;

export interface SystemState {
  choices: SystemChoices;
  /** What closing the window does now, chosen or not. */
  staysOpen: boolean;
  hasTray: boolean;
  /** The languages that are checked now; null where the operating system checks by itself. */
  spelling: SpellLanguage[] | null;
}

export const systemCalls = {
  getSystemState: defineCall<SystemState>()(z.undefined()),
  changeSystem: defineCall<SystemState>()(systemChoices.partial()),
};

/** What is chosen in the application's menu, for the page to do. */
export type MenuCommand = 'palette' | 'new' | 'settings' | 'shortcuts';

export interface SystemEvents {
  menuChosen: { command: MenuCommand };
  systemChanged: SystemState;
}
