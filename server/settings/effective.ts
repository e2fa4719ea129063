import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { configFileIn, readConfigFile } from './config-file.ts';
import type { ConfigFile } from './config-file.ts';
import { settings } from './declared.ts';
import type { SettingName, Settings } from './declared.ts';
import { StartupError } from '../startup-error.ts';

export type Layer = 'flag' | 'environment' | 'file' | 'default';

export interface Found {
  texts: string[];
  from: Layer;
  /** As an error names it: `--port`, `FUTURE_TALK_PORT`, `port (/srv/chat/server.toml, line 3)`. */
  source: string;
}

type Flags = Partial<Record<string, string | boolean | string[]>>;
type ValueOf<N extends SettingName> = ReturnType<Settings[N]['read']>;

const variablePrefix = 'FUTURE_TALK_';
/** Of the desktop app and of the tests; the server has no setting by these names. */
const variablesOfOthers = new Set(['NODE', 'ELECTRON', 'CONFIG']);

/**
 * What holds for each setting: a flag before a variable, that before the configuration file, that
 * before the default.
 */
export class EffectiveSettings {
  readonly configFile: string | null;
  /** Absolute path. */
  readonly data: string;
  readonly #flags: Flags;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #config: ConfigFile | null;

  /** @throws StartupError for a configuration file that cannot be read or understood. */
  constructor(flags: Flags, environment: NodeJS.ProcessEnv = process.env) {
    this.#flags = flags;
    this.#environment = environment;
    const named = (flags['config'] as string | undefined) ?? environment[`${variablePrefix}CONFIG`];
    const isNamed = named !== undefined && named !== '';
    this.#config = isNamed ? readConfigFile(named) : null;
    this.data = resolve(this.one('data') ?? defaultDataFolder());
    if (!isNamed) this.#config = this.#configIn(this.data);
    this.configFile = this.#config?.file ?? null;
  }

  /** Where a setting is given, and how; null where its default holds. */
  found(name: SettingName): Found | null {
    const flag = this.#flags[name];
    if (flag !== undefined) {
      const texts = Array.isArray(flag) ? flag : [String(flag)];
      return { texts, from: 'flag', source: `--${name}` };
    }
    const variable = variableOf(name);
    const value = this.#environment[variable] ?? '';
    // Containers hand over empty variables for what was not said.
    if (value !== '') {
      const texts = isList(name) ? value.split(',').map((each) => each.trim()) : [value];
      return { texts, from: 'environment', source: variable };
    }
    const entry = this.#config?.entries.get(name);
    if (this.#config === null || entry === undefined) return null;
    const source = `${name} (${this.#config.file}, line ${String(entry.line)})`;
    return { texts: entry.texts, from: 'file', source };
  }

  /**
   * The value of a setting; undefined where its default holds.
   * @throws StartupError for a value that means nothing there.
   */
  one<N extends SettingName>(name: N): ValueOf<N> | undefined {
    return this.all(name)[0];
  }

  all<N extends SettingName>(name: N): ValueOf<N>[] {
    const found = this.found(name);
    if (found === null) return [];
    return found.texts.map((each) => settings[name].read(each, found.source) as ValueOf<N>);
  }

  /** Variables with our prefix that mean nothing: a typing error, perhaps. */
  get unknownVariables(): string[] {
    const known = new Set(Object.keys(settings).map((name) => variableOf(name as SettingName)));
    for (const name of variablesOfOthers) known.add(`${variablePrefix}${name}`);
    return Object.keys(this.#environment).filter(
      (name) => name.startsWith(variablePrefix) && !known.has(name),
    );
  }

  #configIn(folder: string): ConfigFile | null {
    const file = configFileIn(folder);
    if (file === null) return null;
    const config = readConfigFile(file);
    const moved = config.entries.get('data');
    if (moved === undefined) return config;
    throw new StartupError(
      `${file}, line ${String(moved.line)}: a configuration file in the data folder cannot name another one`,
    );
  }
}

/** The environment variable of a setting: FUTURE_TALK_SEND_LIMIT for send-limit. */
export function variableOf(name: SettingName): string {
  return `${variablePrefix}${name.toUpperCase().replaceAll('-', '_')}`;
}

function isList(name: SettingName): boolean {
  return (settings[name] as { many?: true }).many === true;
}

/** Where programs of this platform keep their data. */
function defaultDataFolder(): string {
  const home = homedir();
  if (process.platform === 'win32') {
    return join(process.env['APPDATA'] ?? home, 'Future Talk', 'server');
  }
  if (process.platform === 'darwin') {
    return join(home, 'Library', 'Application Support', 'Future Talk', 'server');
  }
  return join(
    process.env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'),
    'future-talk',
    'server',
  );
}
