import { z } from 'zod';
import { appearanceChoices } from '#ipc/appearance.ts';
import { emojiChoices } from '#ipc/emoji.ts';
import { audience } from '#ipc/hosting.ts';
import { systemChoices } from '#ipc/system.ts';
import type { SystemChoices } from '#ipc/system.ts';
import { languageChoice } from '#ipc/language.ts';
import { serverInformation } from '#protocol/server.ts';
import type { Log } from './logging/log.ts';
import { JsonFile } from './storage/json-file.ts';
import { knownServer, withServer } from './trust/known-servers.ts';
import { windowPlace } from './windows/window-place.ts';

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

const settings = z.object({
  hosting: hostingChoice.nullable().default(null),
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
  windowPlace: windowPlace.nullable().default(null),
  /** Only what the person has chosen. */
  system: systemChoices.partial().default({}),
  /** The person has been told that closing the window leaves the app running. */
  toldOfStaying: z.boolean().default(false),
  /** A later version may have written one that this one does not speak. */
  language: languageChoice.default(null).catch(null),
});
export type Settings = z.infer<typeof settings>;

const systemDefaults: SystemChoices = {
  notificationContent: 'everything',
  quiet: null,
  staysOpen: null,
  startsAtLogin: false,
  spelling: null,
};

/** What the app remembers of the person's choices; nothing in it is secret. */
export class SettingsFile {
  readonly #file: JsonFile<typeof settings>;
  #current: Settings = settings.parse({});

  constructor(file: string, log: Log) {
    this.#file = new JsonFile(file, settings, log);
  }

  async load(): Promise<void> {
    this.#current = (await this.#file.load()) ?? this.#current;
  }

  get current(): Readonly<Settings> {
    return this.#current;
  }

  get system(): SystemChoices {
    return Object.assign({}, systemDefaults, this.#current.system);
  }

  /** The server becomes the app's, and is known from then on. */
  choose(server: NonNullable<Settings['server']>): Promise<void> {
    const { public_key: publicKey, name } = server.information;
    const address = new URL(server.url).host;
    const knownServers = withServer(this.#current.knownServers, { publicKey, name, address });
    return this.change({ server, knownServers });
  }

  /** Takes effect at once; resolves when it is on disk. */
  change(part: Partial<Settings>): Promise<void> {
    this.#current = { ...this.#current, ...part };
    return this.#file.save(this.#current);
  }
}
