import type { SystemChoices } from '#ipc/system.ts';
import type { Log } from './logging/log.ts';
import { settings } from './settings.ts';
import type { Settings } from './settings.ts';
import { JsonFile } from './storage/json-file.ts';
import { withServer } from './trust/known-servers.ts';

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
