import type { Option } from '../commands/options.ts';
import { StartupError } from '../startup-error.ts';

/** A setting of the server: by flag, from the environment or in the configuration file. */
export interface Setting<T> extends Option {
  /** What the server does without it; words where it depends. */
  readonly otherwise: string;
  /** A path: where it stands in the configuration file it begins at that file's folder. */
  readonly isPath?: true;
  /**
   * @param source what names it in an error, such as `--port`
   * @throws StartupError for text that means nothing here.
   */
  read(text: string, source: string): T;
}

export interface SettingList<T> extends Setting<T> {
  readonly many: true;
}

interface Words {
  value: string;
  says: string;
  otherwise: string;
}

export function text(words: Words): Setting<string> & Words {
  return {
    ...words,
    read: (given, source) => {
      if (given !== '') return given;
      throw new StartupError(`${source} is empty`);
    },
  };
}

export function path(words: Words): Setting<string> & Words {
  return { ...text(words), isPath: true };
}

export function integer(words: Words, min: number, max: number): Setting<number> & Words {
  return {
    ...words,
    read: (given, source) => {
      const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
      if (value >= min && value <= max) return value;
      throw new StartupError(
        `${source} takes a whole number from ${String(min)} to ${String(max)}, not "${given}"`,
      );
    },
  };
}

export function oneOf<T extends string>(words: Words, choices: readonly T[]): Setting<T> & Words {
  return {
    ...words,
    read: (given, source) => {
      const found = choices.find((choice) => choice === given);
      if (found !== undefined) return found;
      throw new StartupError(`${source} takes one of ${choices.join(', ')}, not "${given}"`);
    },
  };
}

const yes = ['true', 'yes', 'on', '1'];
const no = ['false', 'no', 'off', '0'];

/** True or false; as a flag `--name` or `--no-name`. */
export function onOff(words: Omit<Words, 'value'>): Setting<boolean> {
  return {
    ...words,
    read: (given, source) => {
      if (yes.includes(given.toLowerCase())) return true;
      if (no.includes(given.toLowerCase())) return false;
      throw new StartupError(`${source} takes true or false, not "${given}"`);
    },
  };
}

/** Several of them: a list in the file, commas in the environment, a flag each. */
export function listOf<T>(one: Setting<T> & Words): SettingList<T> & Words {
  return { ...one, many: true };
}

export function matching(
  words: Words,
  { pattern, wanted }: { pattern: RegExp; wanted: string },
): Setting<string> & Words {
  return {
    ...words,
    read: (given, source) => {
      if (pattern.test(given)) return given;
      throw new StartupError(`${source} takes ${wanted}, not "${given}"`);
    },
  };
}
