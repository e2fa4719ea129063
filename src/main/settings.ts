import { z } from 'zod';
import { appearanceChoices } from '#ipc/appearance.ts';
import { emojiChoices } from '#ipc/emoji.ts';
import { audience } from '#ipc/hosting.ts';
import { systemChoices } from '#ipc/system.ts';
import { languageChoice } from '#ipc/language.ts';
import { serverInformation } from '#protocol/server.ts';
import { knownServer } from './trust/known-servers.ts';
import { isWindowPlace } from './windows/window-place.ts';
import type { WindowPlace } from './windows/window-place.ts';

const hostingChoice = z.object({
  name: z.string(),
  audience,
  /** People without the app may take part in a browser. */
  guests: z.boolean().default(true),
  port: z.int().min(1).max(65_535),
  /** The person named the port; another one may not take its place. */
  portChosen: z.boolean(),
  /** Hosting goes on at the next start. */
  wanted: z.boolean(),
  /** The operating system runs the server, whose key is then known; null where the app does. */
  service: z.object({ identity: z.string() }).nullable().default(null),
});
export type HostingChoice = z.infer<typeof hostingChoice>;

const serverChoice = z.object({
  url: z.string(),
  hostedHere: z.boolean(),
  information: serverInformation,
});

/** With what holds where the person has chosen nothing. */
export const settings = z.object({
  hosting: hostingChoice.nullable().default(null),
  /** A copy of another computer's server is kept here, which would listen on this port. */
  standby: z
    .object({
      port: z.int().min(1).max(65_535),
      /** The operating system lets it follow, with or without the app. */
      service: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  server: serverChoice.nullable().default(null),
  /** The servers that the app has been joined to, the latest first. */
  knownServers: z.array(knownServer).default([]),
  appearance: appearanceChoices.default({
    theme: 'system',
    contrast: 'system',
    density: 'comfortable',
  }),
  emoji: emojiChoices.default({ recent: [], skinTone: 0 }),
  /** Hosts, in punycode, whose links open without a question. */
  trustedSites: z.array(z.string()).default([]),
  /** The person has said that the recovery key of what is hosted here is kept. */
  recoveryKeyKept: z.boolean().default(false),
  windowPlace: z.custom<WindowPlace>(isWindowPlace).nullable().default(null),
  /** Only what the person has chosen. */
  system: systemChoices.partial().default({}),
  /** The person has been told that closing the window leaves the app running. */
  toldOfStaying: z.boolean().default(false),
  /** A later version may have written one that this one does not speak. */
  language: languageChoice.default(null).catch(null),
});
export type Settings = z.infer<typeof settings>;
