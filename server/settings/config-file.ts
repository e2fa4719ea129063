import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { readText } from '../db/database-key.ts';
import { StartupError } from '../startup-error.ts';
import { isSettingName, settings } from './declared.ts';
import type { SettingName } from './declared.ts';

/** The configuration file in a data folder, used without being named. */
export const configFileName = 'server.toml';

export interface ConfigEntry {
  texts: string[];
  line: number;
}

export interface ConfigFile {
  /** Absolute path. */
  file: string;
  entries: ReadonlyMap<SettingName, ConfigEntry>;
}

/** The one in the data folder, if there is one. */
export function configFileIn(dataFolder: string): string | null {
  const file = join(dataFolder, configFileName);
  return existsSync(file) ? file : null;
}

/**
 * Reads a configuration file: TOML, a setting a line, named as its flag is.
 * @throws StartupError, with the line, for what is not TOML or not a setting.
 */
export function readConfigFile(named: string): ConfigFile {
  const file = resolve(named);
  const source = readText('configuration', file);
  const entries = new Map<SettingName, ConfigEntry>();
  for (const [name, value] of Object.entries(parseToml(source, file))) {
    const line = lineOf(name, source);
    const place = `${file}, line ${String(line)}`;
    if (!isSettingName(name)) {
      throw new StartupError(`${place}: there is no setting "${name}"; "config --help" lists them`);
    }
    entries.set(name, { texts: textsOf(name, value, { file, place }), line });
  }
  return { file, entries };
}

function parseToml(source: string, file: string): Record<string, unknown> {
  try {
    return parse(source);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const [problem = ''] = cause.message.replace(/^Invalid TOML document: /, '').split('\n', 1);
    throw new StartupError(`${file}, line ${String(cause.line)}: ${problem}`, { cause });
  }
}

/** Settings stand on lines of their own, or under a heading of the name that nobody knows. */
function lineOf(name: string, source: string): number {
  const escaped = name.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const beginning = new RegExp(`^\\s*\\[*\\s*["']?${escaped}["']?\\s*[\\].=]`);
  return source.split('\n').findIndex((line) => beginning.test(line)) + 1;
}

function textsOf(
  name: SettingName,
  value: unknown,
  { file, place }: { file: string; place: string },
): string[] {
  const { many, isPath } = settings[name] as { many?: true; isPath?: true };
  const values = many === true && Array.isArray(value) ? (value as unknown[]) : [value];
  return values.map((each) => {
    if (typeof each !== 'string' && typeof each !== 'number' && typeof each !== 'boolean') {
      const wanted = many === true ? 'a list of texts' : 'one value';
      throw new StartupError(`${place}: ${name} takes ${wanted}`);
    }
    return isPath === true ? resolve(dirname(file), String(each)) : String(each);
  });
}
